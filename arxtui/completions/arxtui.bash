# Written by `python -m tests.completions` from the grammar of the command line.
_arxtui() {
    local line=${COMP_LINE:0:COMP_POINT}
    local current=${line##*[[:space:]]}
    local command= previous= word count=0 kind= list= options= library=
    local -a words
    read -ra words <<< "${line%"$current"}"
    for word in "${words[@]:1}"; do
        if [[ $previous == --library ]]; then library=$word previous=; continue; fi
        if [[ $word == --library=* ]]; then library=${word#*=}; fi
        previous=$word
        [[ $word == -* ]] && continue
        if [[ -z $command ]]; then command=$word; else count=$((count + 1)); fi
    done
    if [[ $previous == --library ]]; then
        COMPREPLY=()
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(compgen -d -- "$current")
        return
    fi
    case $command in
        '') list='open list show taste stats log star unstar read later unread tag untag note rekey undo redo fetch load export pdf run forget check keys config where help completion' options='--library --version --help' ;;
        open)
            options='-h --help --library'
            kind=fields list=''
            ;;
        list)
            options='-h --help --ids --json -n --all --order --exit-code --library'
            kind=fields list=''
            case $previous in
                -n) kind=nothing list='' ;;
                --order) kind=words list='listing foryou newest title author stars marked watched' ;;
            esac
            ;;
        show)
            options='-h --help --json --library'
            kind=ids list=''
            ;;
        taste)
            options='-h --help --library'
            kind=nothing list=''
            ;;
        stats)
            options='-h --help --json --weeks --library'
            kind=nothing list=''
            case $previous in
                --weeks) kind=nothing list='' ;;
            esac
            ;;
        log)
            options='-h --help -n --library'
            kind=nothing list=''
            case $previous in
                -n) kind=nothing list='' ;;
            esac
            ;;
        star)
            options='-h --help --library'
            kind=ids list=''
            ;;
        unstar)
            options='-h --help --library'
            kind=ids list=''
            ;;
        read)
            options='-h --help --library'
            kind=ids list=''
            ;;
        later)
            options='-h --help --library'
            kind=ids list=''
            ;;
        unread)
            options='-h --help --library'
            kind=ids list=''
            ;;
        tag)
            options='-h --help --library'
            kind=ids list=''
            if [[ $count == 0 ]]; then kind=tags list=''; fi
            ;;
        untag)
            options='-h --help --library'
            kind=ids list=''
            if [[ $count == 0 ]]; then kind=tags list=''; fi
            ;;
        note)
            options='-h --help --library'
            kind=nothing list=''
            if [[ $count == 0 ]]; then kind=ids list=''; fi
            ;;
        rekey)
            options='-h --help --library'
            kind=ids list=''
            ;;
        undo)
            options='-h --help --library'
            kind=nothing list=''
            ;;
        redo)
            options='-h --help --library'
            kind=nothing list=''
            ;;
        fetch)
            options='-h --help --day --since --new --query --star --quiet --exit-code --library'
            kind=words list='astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th physics q-bio q-fin quant-ph stat acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con astro-ph.CO astro-ph.EP astro-ph.GA astro-ph.HE astro-ph.IM astro-ph.SR cond-mat.dis-nn cond-mat.mes-hall cond-mat.mtrl-sci cond-mat.other cond-mat.quant-gas cond-mat.soft cond-mat.stat-mech cond-mat.str-el cond-mat.supr-con cs.AI cs.AR cs.CC cs.CE cs.CG cs.CL cs.CR cs.CV cs.CY cs.DB cs.DC cs.DL cs.DM cs.DS cs.ET cs.FL cs.GL cs.GR cs.GT cs.HC cs.IR cs.IT cs.LG cs.LO cs.MA cs.MM cs.MS cs.NA cs.NE cs.NI cs.OH cs.OS cs.PF cs.PL cs.RO cs.SC cs.SD cs.SE cs.SI cs.SY econ.EM econ.GN econ.TH eess.AS eess.IV eess.SP eess.SY math.AC math.AG math.AP math.AT math.CA math.CO math.CT math.CV math.DG math.DS math.FA math.GM math.GN math.GR math.GT math.HO math.IT math.KT math.LO math.MG math.MP math.NA math.NT math.OA math.OC math.PR math.QA math.RA math.RT math.SG math.SP math.ST nlin.AO nlin.CD nlin.CG nlin.PS nlin.SI physics.acc-ph physics.ao-ph physics.app-ph physics.atm-clus physics.atom-ph physics.bio-ph physics.chem-ph physics.class-ph physics.comp-ph physics.data-an physics.ed-ph physics.flu-dyn physics.gen-ph physics.geo-ph physics.hist-ph physics.ins-det physics.med-ph physics.optics physics.plasm-ph physics.pop-ph physics.soc-ph physics.space-ph q-bio.BM q-bio.CB q-bio.GN q-bio.MN q-bio.NC q-bio.OT q-bio.PE q-bio.QM q-bio.SC q-bio.TO q-fin.CP q-fin.EC q-fin.GN q-fin.MF q-fin.PM q-fin.PR q-fin.RM q-fin.ST q-fin.TR stat.AP stat.CO stat.ME stat.ML stat.OT stat.TH'
            case $previous in
                --day) kind=nothing list='' ;;
                --since) kind=nothing list='' ;;
                --query) kind=nothing list='' ;;
            esac
            ;;
        load)
            options='-h --help --no-limit --star --marks --quiet --library'
            kind=files list=''
            ;;
        export)
            options='-h --help -f --format --style --unicode --abstract --files -o --output --append --force --stale --library'
            kind=fields list=''
            case $previous in
                -f|--format) kind=words list='bibtex markdown csl ris csv json listing notes' ;;
                --style) kind=words list='misc article biblatex' ;;
                -o|--output) kind=files list='' ;;
            esac
            ;;
        pdf)
            options='-h --help --open --library'
            kind=ids list=''
            ;;
        run)
            options='-h --help --library'
            kind=ids list=''
            if [[ $count == 0 ]]; then kind=commands list=''; fi
            ;;
        forget)
            options='-h --help --library'
            kind=ids list=''
            ;;
        check)
            options='-h --help --mend --library'
            kind=nothing list=''
            ;;
        keys)
            options='-h --help --json --library'
            kind=nothing list=''
            ;;
        config)
            options='-h --help --library'
            kind=nothing list=''
            ;;
        where)
            options='-h --help --library'
            kind=nothing list=''
            ;;
        help)
            options='-h --help --library'
            kind=words list='install keys search foryou commands settings files sources export programs machines speed'
            ;;
        completion)
            options='-h --help --library'
            kind=words list='bash zsh fish ids tags fields commands'
            ;;
    esac
    if [[ $current == -* ]]; then kind=words list=$options; fi
    library=${library/#\~\//$HOME/}
    COMPREPLY=()
    case $kind in
        files) list=$(compgen -f -- "$current") ;;
        ids|tags|fields|commands)
            list=$(arxtui ${library:+--library "$library"} completion $kind 2>/dev/null |
                cut -f 1) ;;
        nothing) return ;;
        *) list=${list// /$'\n'} ;;
    esac
    # not by compgen -W, which would run what stands in a tag
    while IFS= read -r word; do
        if [[ -n $word && $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
    done <<< "$list"
    # bash completes only what stands behind the last colon
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        local before=${current%"${current##*:}"}
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o filenames -F _arxtui arxtui
