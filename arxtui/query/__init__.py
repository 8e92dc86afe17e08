"""The query language: a text becomes a condition on heads and marks, and words to search for.

Words; `field:value`; "a phrase"; -not or NOT; OR; parentheses. All parts that stand side by side
must hold. parser.py reads a query piece by piece (tokens.py), fields.py is the table of fields,
mistyped_field.py finds the field that a mistyped name means, pasted_title.py recognises pasted
titles, query_subject.py returns the subject and the authors of a query and the words to mark in a
paper, and completion.py the texts that may follow.
"""

from arxtui.query.completion import complete
from arxtui.query.fields import FIELDS
from arxtui.query.parser import condition, parse
from arxtui.query.query_subject import authors_of, subject_of, words_to_show
from arxtui.query.query_values import Case, Predicate, Query, QueryError

__all__ = [
    "FIELDS",
    "Case",
    "Predicate",
    "Query",
    "QueryError",
    "authors_of",
    "complete",
    "condition",
    "parse",
    "subject_of",
    "words_to_show",
]
