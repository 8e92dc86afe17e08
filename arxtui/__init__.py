"""arxtui: a reading list for arXiv in the terminal.

The map, lowest room first (an arrow in the house only ever points up this list):

    lazy_pattern                regular expressions that are compiled when they are first used
    model  text  tex/  keys     values, text for people, TeX to Unicode, every key command once
    work_in_steps               work done a few milliseconds at a time, between two keys
    lazy_sequence               long lists whose items are made when they are looked at
    search_result               what a query found
    categories                  every arXiv category and how it is spelled
    people/  arxiv_id           names in parts, the names of a text; ids in every spelling
    locations  toml_fault       where files live; why a settings file is no TOML
    program  command_words      programs of the user: started, watched, ended; their arguments
    key_settings                which keys the settings may give to a command
    pdf_names  pdf_viewer       names of PDF files, and the program that opens them
    venues                      meetings and journals in comments and references
    config  citation            settings as values, the copy of a paper that its mark keeps
    facts_in_comments           venue, links, pages and withdrawal, found in comments and abstracts
    citation_key                the keys of entries, made by a template
    crash_report                reports of errors that nothing handled
    claim/                      the sentence of an abstract that says what the paper does
    sources/                    one module per form of papers: text in, papers and problems out
    query/  search/  view       the language, the ranking, which entries are shown in what order
    taste/                      what you would read, learnt from stars
    export/                     one module per format
    store/                      Library, the one door: journal, marks, catalogue, files
    settings_check              which values of a settings file apply
    command_check  command_runs the commands of the settings, and what they are run with
    user_files  export_form     files of the user, written whole; a format with its options
    papers_in_bib  query_cases  the papers of a .bib with their keys; papers as queries see them
    watch_and_mute_rules        watch rules and mute rules: queries that highlight or hide papers
    files_to_load               the files of a folder that are read, at most how much; packed ones
    append_to_bib  note_folder  papers added to a .bib that lacks them, notes as Markdown files
    export_to_file              exports to files that did not exist
    automatic_exports           the files that [[export]] in the settings keeps up to date
    stale_entries               entries of a .bib whose paper was published since
    loader  finder/             files into the library, queries put to it
    recommender/                the order `for you`: a taste learnt from the marks of the library
    arxiv_session  arxiv_client requests to arXiv, and its API and feeds
    pdf_download                PDFs fetched from arXiv
    fetched_papers  fetch       papers on their way into the library, and the requests for them
    settings_file               the settings file, read with its mistakes, changed by a setting
    ui/                         the screen: app, main (keys to actions), workspace (the panes)
    ui/panes/                   each paints a part of the screen from values, not the library
    ui/controllers/             the work of each group of keys on library and screen
    cli/                        the command line; the only room that prints and knows exit codes

Five rules, each with a test in tests/test_rules.py: only the library writes, and an act is in the
journal when the call returns; panes get values and send messages; paper text is data, never markup;
a key stands only in keys.py; nothing is done at import.
"""

__version__ = "0.1.0"
