"""The query language: text -> a predicate over heads and marks, and the words left to search. Pure.

Words; `field:value`; "a phrase"; -not or NOT; OR; parentheses. Everything side by side must hold.
parser.py reads it piece by piece (tokens.py), fields.py is the table of fields, mistyped.py says
which field a mistake means, title.py tells pasted titles from queries, asked.py says what a query
is about, completion.py what may follow.
"""

from arxtui.query.asked import authors_of, subject_of
from arxtui.query.case import Case, Predicate, Query, QueryError
from arxtui.query.completion import complete
from arxtui.query.fields import FIELDS
from arxtui.query.parser import condition, parse

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
]
