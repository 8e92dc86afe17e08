"""arxtui: a reading list for arXiv in the terminal.

The map of modules and rooms, lowest first: a module imports only from lines above its line.

    lazy_pattern                regular expressions that are compiled when they are first used
    model  text  tex/  keys     values, text for people, TeX to Unicode, every key command once
    work_in_steps               work done a few milliseconds at a time, between two keys
    lazy_sequence               long lists whose items are made when they are looked at
    search_result               the papers that a query finds, and how they were found
    categories                  every arXiv category and its spelling
    people/  arxiv_id           names in parts, the names of a text; ids in every spelling
    locations  toml_fault       the places of files; mistakes in a file that is no TOML
    program  command_words      programs of the user: started, watched, ended; their arguments
    key_settings                the keys that the settings may give to a command
    pdf_names  pdf_viewer       names of PDF files, and the program that opens them
    venues                      meetings and journals in comments and references
    config  citation            settings as values, the copy of a paper that its mark keeps
    facts_in_comments           venue, links, pages and withdrawal, found in comments and abstracts
    citation_key                the keys of entries, made by a template
    crash_report                reports of errors that nothing handled
    claim/                      the sentence of an abstract that says what the paper does
    sources/                    one module per form of papers: text in, papers and problems out
    query/  search/  view       the query language, the ranking of hits, filter and order of a list
    taste/                      the order `for you`, learnt from stars
    export/                     one module per format
    store/                      Library, which alone writes: journal, marks, catalogue, files
    settings_check              the values of a settings file that apply, and mistakes in others
    command_check  command_runs the commands of the settings, and their arguments and input
    user_files  export_form     files of the user, written whole; a format with its options
    papers_in_bib  query_cases  the papers of a .bib with their keys; papers as queries see them
    watch_and_mute_rules        watch rules and mute rules: queries that highlight or hide papers
    files_to_load               the files of papers to load, of folders too; packed files
    append_to_bib  note_folder  papers added to a .bib that lacks them, notes as Markdown files
    export_to_file              exports to new files
    automatic_exports           the files that [[export]] in the settings keeps up to date
    stale_entries               entries of a .bib whose paper was published since
    loader  finder/             loads files into the library; searches the library
    recommender/                the order `for you` of a library, by a taste learnt from its marks
    arxiv_session  arxiv_client requests to arXiv, and its API and feeds
    pdf_download                PDFs fetched from arXiv
    fetched_papers  fetch       papers on their way into the library, and the requests for them
    settings_file               the settings file, read with its mistakes, changed by a setting
    ui/                         the screen: app, main (keys to actions), workspace (the panes)
    ui/panes/                   each paints a part of the screen from values, not the library
    ui/controllers/             the work of each group of keys on library and screen
    cli/                        the command line; the only room that prints and knows exit statuses

Five rules, each with a test in tests/test_rules.py: only the library writes, and an act is in the
journal when the call returns; panes get values and send messages; paper text is data, never markup;
a key stands only in keys.py; nothing is done at import.
"""

__version__ = "0.1.0"
