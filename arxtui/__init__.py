"""arxtui: a reading list for arXiv in the terminal.

The map, lowest room first (an arrow in the house only ever points up this list):

    model  text  tex  keys      values, text for people, TeX to Unicode, every verb once
    steps  lazy  found          work in steps, long lists made when looked at, what a search found
    categories                  every arXiv category and how it is spelled
    people  arxiv_id            names in parts, the names of a text; ids in every spelling
    config  facts  cite         settings and places, what comments tell, BibTeX keys
    crash  toml_fault           reports of errors that nothing handled; what is wrong with settings that are no TOML
    claim                       the sentence of an abstract that says what the paper does
    sources/                    one module per form in which papers come: text in, papers and problems out
    query  search/  view        the language, the ranking, which entries are shown in what order
    taste/                      what you would read, learnt from stars
    export/                     one module per format
    store/                      Library, the one door: journal (acts), marks and catalogue (TinyDB), files (POSIX)
    bib_file                    which papers a .bib holds, and under which keys
    intake                      which files are read, how much of them, packed ones too
    loader  find/  deliver      files into the library, queries put to it, exports into files
    recommender                 a taste learnt from the marks of the library
    network  fetch              the line to arXiv, and what comes over it into the library
    ui/                         the screen: panes get values and send messages; stage holds them; its parts (searching,
                            acting, fetching, passes, outward) call Library, main ties every key to one of them
    cli/                        the command line; the only room that prints and knows exit codes

Five rules, each with a test in tests/test_rules.py: only the library writes, and an act is in the journal when the call
returns; panes get values and send messages; paper text is data, never markup; a key stands only in keys.py; nothing is
done at import.
"""

__version__ = "0.1.0"
