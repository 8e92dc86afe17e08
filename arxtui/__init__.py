"""arxtui: a reading list for arXiv in the terminal.

The map of modules and rooms, lowest first: a module imports only from lines above its line.

    lazy_pattern                regular expressions that are compiled when they are first used
    model  text  tex/  keys     values, text for people, TeX to Unicode, every key command once
    terminal_text               signs and letters for terminals that are not in UTF-8
    work_in_steps               work done a few milliseconds at a time, between two keys
    lazy_sequence               long lists whose items are made when they are looked at
    search_result               the papers that a query finds, and how they were found
    categories                  every arXiv category and its spelling
    people/  arxiv_id           names in parts, the names of a text; ids in every spelling
    locations                   the places of files
    settings/config             the settings as values; below it keys, words and faults of the file
    programs/program            a program of the user: started, watched, ended
    pdf/pdf_names               names of PDF files; pdf/pdf_viewer opens them
    venues                      meetings and journals in comments and references
    citation                    the copy of a paper that its mark keeps
    facts_in_comments           venue, links, pages and withdrawal, found in comments and abstracts
    citation_key/               the keys of entries, made by a template
    crash_report                reports of errors that nothing handled
    claim/                      the sentence of an abstract that says what the paper does
    pdf/                        which PDFs are on disk; the names and the viewer of above
    sources/                    one module per form of papers: text in, papers and problems out
    query/  search/  view       the query language, the ranking of hits, filter and order of a list
    taste/                      the order `for you`, learnt from stars
    export/                     one module per format: papers in, text out
    store/                      Library, which alone writes: journal, marks, catalogue, files
    user_files                  files of the user, written whole
    settings/                   the settings file: read, checked, changed by a setting
    programs/                   the commands of the settings, run with papers as their input
    query_cases                 papers as queries see them
    watch_and_mute_rules        watch rules and mute rules: queries that highlight or hide papers
    files_to_load               the files of papers to load, of folders too; packed files
    export_files/               exports to new files and folders, a .bib that grows, stale entries
    loader  finder/             loads files into the library; searches the library
    recommender/                the order `for you` of a library, by a taste learnt from its marks
    network/                    fetches papers and PDFs from arXiv, through its API and feeds
    ui/                         the screen: app, main, command_table (keys to methods), workspace
    ui/panes/                   each paints a part of the screen from values, not the library
    ui/controllers/             the work of each group of keys on library and screen
    cli/                        the command line; the only room that prints and knows exit statuses

Five rules, each with a test in tests/test_rules.py: only the library writes, and an act is in the
journal when the call returns; panes get values and send messages; paper text is data, never markup;
a key stands only in keys.py; nothing is done at import.
"""

__version__ = "0.1.0"
