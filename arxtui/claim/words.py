"""The words from which the patterns of claims are made, as pieces of regular expressions."""

from __future__ import annotations

WORK = (
    r"(?:paper|work|study|article|report|letter|thesis|research|survey|review|manuscript|project"
    r"|chapter"
    r"|dissertation|proposal|tutorial|essay|notes?|perspective|document|data descriptor|competition"
    r"|contribution|lectures?|talk|manual|guide|handbook|roadmap|book|primer|proceedings"
    r"|(?<=extended )abstract)"
)
THIS_WORK = (
    r"(?:this|these(?= notes| lectures| proceedings)|the present|the current|the suggested"
    r"|our(?! (?:prior|previous|earlier|former|past|companion))"
    r"|(?<!of )my(?= (?:talk|lectures?|paper|article|work|thesis|contribution|notes?|essay)\b)"
    r"|the(?= work (?:presented here|described here|at hand)\b)"
    r"|the(?= (?:paper|article|study|authors?|proposal|tutorial|essay)\b(?! of\b)))"
    rf" (?:[\w-]+ )?(?:{WORK}|authors?)"
)
"""`this paper`, `our study`; neither `our previous work` nor `in the study of`."""
ADVERBS = (
    r"(?:(?:(?!recently|previously)\w+ly|first|have|has|will|herein|thus|then|here|hereby|now"
    r"|\(\w\)|instead|also|further|not only|therefore|aim to|seek to|are inspired to|want to) )*"
)
PROPOSE = (
    r"(?:propos|introduc|present|develop|design|devis|formulat|establish)"
    r"(?:e|es|ed|s)?"
)
PROPOSED = r"(?:proposed|presented|introduced|developed|designed|described)"
NOT_RESULTS = (
    r"(?! (?:\w+,? ){0,3}?(?:experiments|experimental (?:results|evaluation|data)|evaluations?"
    r"|results?|ablations?|examples|baselines?|evidence|quantitative and qualitative)\b"
    r"(?![- ](?:\w+ ){0,2}(?:framework|benchmark|pipeline"
    r"|protocol|metric|suite|method|model|dataset|system|paradigm|toolkit|strategy|approach)))"
)
NOT_RELATIVE = r"(?<!results )(?<!method )(?<!approach )(?<!model )(?<!algorithm )(?<!framework )"
"""Before `we`: not `the results we present`."""
MAKE = (
    r"(?:(?:describ|releas|adapt|incorporat|enhanc|improv|refin|modif(?:y|i)|recast|unif(?:y|i)"
    r"|defin|fram|optimi[sz]|creat|construct|offer|provid|contribut|unveil"
    r"|suggest(?!(?:s|ed)? that)|implement|curat|generat|collect"
    r"|advocat|conceptuali[sz]|reformulat|outlin|detail|combin|adopt|leverag)(?:e|es|ed|s)?"
    r"|build|builds|built|put forward)"
)
PROPOSE_NEW = (
    rf"(?:(?:propose|introduce|present|develop|design|devise){NOT_RESULTS} "
    rf"(?:a|an|the|two|three|new (?!ones)|novel|stage|our|several)\b|propose{NOT_RESULTS}\b)"
)
"""A verb that proposes, behind another verb: `we extend X and propose a Y`."""
OF_A_PART = r"(?:build|bootstrap|accelerat|train|evaluat|implement|incorporat|quantif|model|measur)"
"""A step for a part of the work: `to train it, we add a loss`."""
IS_PART = (
    r"(?:is|was|has|has been) (?:an? |\w+ )?(?:parts?|sections|organi[sz]ed|structured"
    r"|supported|funded|motivated|inspired|withdrawn|retracted|submitted|accepted|published"
    r"|extended version)\b"
)
"""Statements about the paper itself, and not about its work."""
STUDY = (
    r"(?:stud(?:y|ied)|investigate|explore|examine|address|tackle|aim|focus|analy[sz]e"
    r"|consider(?! this (?:paper|work|note))|revisit|review|survey|seek|compare|benchmark|prove"
    r"|concentrate|argue|ask|extend|cast|achieve|target|pursue|summari[sz]e|bridge|resort|overcome"
    r"|challenge|characteri[sz]e|train"
    r"|evaluate(?!d? (?:our|the proposed|its|on))|test(?!(?:ed)? (?:these|this|our|it)\b)|probe"
    r"|blend|look|identif(?:y|ied)|formali[sz]e|measure|quantify|isolate|trace|derive|calculate"
    r"|determine|discuss|conjecture|generali[sz]e"
    r"|simulate|point out|go through|search for|search|specif(?:y|ied)|classif(?:y|ied)"
    r"|clarif(?:y|ied)|approximate|predict|reconstruct|relate|connect|resolve|settle|answer"
    r"|reinterpret|explain|initiate|continue|pursue|launch|revise|lay (?:the|a)|contribute to"
    r"|constrain|infer|strengthen|disprove|refute|complete|count|enumerate|bound"
    r"|assess(?!(?:ed)? (?:our|the proposed|its|on)))(?:e?d)?"
)
USE = (
    r"(?:exploit|integrate|employ|use|utili[sz]e|apply|applie|compute|model|treat|estimate|solve"
    r"|contrast|document|elucidate|map|monitor|carry out|carried out|undertake|exhibit|reali[sz]e"
    r"|engineer|fabricate|synthesi[sz]e|grow|grew|image|reconsider|re-?examine|re-?analy[sz]e"
    r"|interpret|comment on|postulate|forecast|reproduce|replicate|critique|dispute|deduce"
    r"|recover|attempt|take into account|account for|parametri[sz]e|detect|discover|deploy"
    r"|illustrate|shed light on)"
    r"(?:e?d)?"
)
"""Verbs for the means of a work, or for one of its steps."""
SOLVE = (
    r"(?:stud(?:y|ied)|address(?:ed)?|tackled?|solved?|overc[oa]me|fill|closed?|approach(?:ed)?)"
    r" [^.;:]{3,90}?\b(?:by \w+ing|with an?|via|through) "
)
"""A subject together with the means: `we tackle X by adding Y`."""
ANALYSIS = (
    r"(?:an?|the first|the) (?:[\w-]+,? ){0,4}?(?:study|analysis|investigation|comparison|survey)\b"
)
A_RESULT = (
    r"(?:an?|the|asymptotics?|bounds?|estimates?|necessary|sufficient|sharp|optimal|explicit|exact"
    r"|upper|lower|conditions?|formulas?|general)\b"
)
REPORT = r"report(?:ed)?(?! (?:\S+ ){0,3}?\d+(?:\.\d|\\?%))(?! [^.]{0,60}results\b)"
TREATED = (
    r"(?:stud|investigat|examin|analy[sz]|discuss|consider|calculat|comput|deriv|report|review"
    r"|determin|obtain|establish|prove|provid|construct|explor|address|clarif|treat|measur|deduc"
    r"|estimat|observ|outlin|undertake|perform|made|carried out|give(?!n by\b))(?:e?d|ied|n)?"
)
SUGGESTED = r"(?:propos|suggest|introduc|present|develop|design|describ|formulat|construct)ed"
NO_CLAIM = (
    r"(?:also|then|hope|believe|note|thank|conclude|expect|release|conduct|validate|achieve"
    r"|are|were|make (?:\w+ ){0,2}contributions|start|started|need|must|can|may|know|see|have to"
    r"|evaluated? (?:our|the proposed|it|its)|demonstrate the)\b"
)
"""Words behind `we` at the beginning of remarks, plans and results."""
SELDOM = (
    r"(?!widely|vastly|extensively|well|often|usually|long|intensively|recently|previously|heavily)"
    r"(?:\w+ly (?:and |or )?)*"
)
SUBJECT = (
    r"(?!however|nevertheless|yet\b|although|while|despite|little|few\b|no\b|much)[^.]{3,400}?"
)
"""The subject of a passive, up to its verb; not of a sentence about a gap in earlier work."""
POINTS_BACK = r"(?:this|these|the|such|those|that|end)\b"
"""Words for a thing of the sentence before."""
