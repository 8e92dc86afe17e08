"""The parser of queries: returns a Query for a text, or raises QueryError."""

from __future__ import annotations

import re

from arxtui.arxiv_id import only_ids
from arxtui.query.conditions import doi_of, in_line, with_doi
from arxtui.query.days import WrongValue
from arxtui.query.fields import FIELDS, NAMES, like_id
from arxtui.query.mistyped_field import nearest_field
from arxtui.query.pasted_title import is_prose, is_title
from arxtui.query.query_values import Predicate, Query, QueryError
from arxtui.query.tokens import Token, tokens
from arxtui.text import fold, plain_title, words

_LONGEST = 2_000
_DEEPEST = 40
_OF_ADDRESSES = ("http", "https", "arxiv", "doi")  # these have a colon, too
_ID_FIELD = re.compile(r"\A\s*id:\s*", re.IGNORECASE)


def parse(text: str) -> Query:
    """Return a text as a query.

    A text that reads like the title of a paper is taken as words, whatever signs it has. Raises
    QueryError, with the place of the mistake and the expected text, for a text that is not a query.
    """
    return _parse(text, ranked=True)


def condition(text: str) -> Query:
    """Return a text as a condition: a query whose words are looked for, not ranked.

    A paper either matches it or not, as watch rules and [[export]] need it. Raises QueryError.
    """
    return _parse(text, ranked=False)


def _parse(text: str, *, ranked: bool) -> Query:
    if len(text) > _LONGEST:
        raise QueryError(_LONGEST, f"a query has at most {_LONGEST} characters")
    ids = only_ids(_ID_FIELD.sub("", text))
    if len(ids) == 1 and ranked:
        return Query(text, ids, None, needs_paper=False, ids=ids)
    if ids:
        return Query(text, (), lambda it: it.head.id in ids, needs_paper=False, ids=ids)
    doi = doi_of(text)
    if doi:
        return Query(text, (), with_doi(doi), needs_paper=True)
    if is_title(text):
        return _of_words(text, ranked=ranked)
    try:
        return _Parser(text).query(ranked=ranked)
    except QueryError:
        if is_prose(text):
            return _of_words(text, ranked=ranked)
        raise


def _of_words(text: str, *, ranked: bool) -> Query:
    """Return the query for all words of a text, without its signs."""
    listed = plain_title(text).replace('"', " ").split()
    stripped = [word.strip("()") for word in listed]
    found = [word for word in stripped if words(fold(word))]
    if ranked:
        return Query(text, tuple(map(fold, found)), None, needs_paper=False)
    parts = [in_line(words(fold(word))) for word in found]
    return Query(text, (), lambda it: all(part(it) for part in parts), needs_paper=False)


class _Parser:
    """A parser by recursive descent, of bounded depth.

    any := all (OR all)*, all := term*, term := NOT term | ( any ) | leaf.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._needs_paper = False
        self._like = ""
        self._ranks = False  # like: may be read here
        self._needs_rules = False
        self._needs_abstract = False
        self._in_abstract: list[str] = []
        self._named: list[tuple[str, str]] = []

    def query(self, *, ranked: bool) -> Query:
        """Return the query; where words are not ranked they are part of its predicate.

        Raises QueryError.
        """
        free: list[str] | None = None
        if ranked and not self._chooses():
            free = []
        self._ranks = free is not None
        predicate = self._any(0, free)
        if self._at < len(self._tokens):
            raise QueryError(self._tokens[self._at].place, "a ( is missing before this )")
        return Query(
            self._text,
            tuple(free or ()),
            predicate,
            self._needs_paper,
            like=self._like,
            needs_rules=self._needs_rules,
            needs_abstract=self._needs_abstract,
            in_abstract=tuple(self._in_abstract),
            named=tuple(self._named),
        )

    def _chooses(self) -> bool:
        """Return whether an OR stands outside all parentheses: then a paper may lack any word."""
        depth = 0
        for token in self._tokens:
            depth += (token.kind == "open") - (token.kind == "close")
            if token.kind == "or" and depth == 0:
                return True
        return False

    def _next(self) -> Token:
        """Return the token to read next; at the end of the text a token with the kind ``."""
        if self._at < len(self._tokens):
            return self._tokens[self._at]
        return Token("", "", len(self._text))

    def _ends(self) -> bool:
        return self._next().kind in ("", "close", "or")

    def _any(self, depth: int, free: list[str] | None) -> Predicate | None:
        """Read the terms that OR joins.

        `free` collects words of the top level; it is None where words become part of the predicate.
        """
        parts = [self._all(depth, free)]
        while self._next().kind == "or":
            place = self._next().place
            self._at += 1
            if parts[0] is None or self._ends():
                raise QueryError(place, "OR needs something on both sides")
            parts.append(self._all(depth, None))
        if len(parts) == 1:
            return parts[0]
        return lambda it: any(part(it) for part in parts if part)

    def _all(self, depth: int, free: list[str] | None) -> Predicate | None:
        """Read the terms that stand side by side, all of which must hold."""
        parts: list[Predicate] = []
        while not self._ends():
            token = self._next()
            if free is not None and token.kind in ("word", "phrase"):
                self._at += 1
                self._take_free(token, free)
            elif free is not None and token.kind == "open" and (length := self._only_words()):
                for word in self._tokens[self._at + 1 : self._at + length - 1]:
                    self._take_free(word, free)
                self._at += length
            else:
                parts.append(self._term(depth))
        if not parts:
            return None
        return lambda it: all(part(it) for part in parts)

    def _take_free(self, token: Token, free: list[str]) -> None:
        """Take a word or phrase by which papers are ranked."""
        if token.kind == "word":
            self._refuse_field(token)
            free.append(fold(token.text))
        elif words(fold(token.text)):
            free.append(f'"{words(fold(token.text))}"')

    def _only_words(self) -> int:
        """Return how many tokens these parentheses have, if words are all they hold; else 0.

        `Detection (XAI)` asks the same as `Detection XAI`.
        """
        length = 1
        for token in self._tokens[self._at + 1 :]:
            length += 1
            if token.kind == "close" and length > len("()"):
                return length
            if token.kind != "word":
                return 0
        return 0

    def _term(self, depth: int) -> Predicate:
        token = self._next()
        if depth >= _DEEPEST:
            raise QueryError(token.place, f"parentheses and NOT go at most {_DEEPEST} deep")
        self._at += 1
        match token.kind:
            case "not":
                return self._not(depth)
            case "open":
                return self._group(depth, token)
            case "quote":
                raise QueryError(token.place, 'a closing " is missing')
            case "field":
                return self._field(token, depth)
            case "word":
                self._refuse_field(token)
            case _:
                if not words(fold(token.text)):
                    raise QueryError(token.place, "these quotes need a word between them")
        return in_line(token.text)

    def _not(self, depth: int) -> Predicate:
        if self._ends():
            place = self._next().place
            if not self._next().kind:
                place = self._tokens[self._at - 1].place
            raise QueryError(place, "a word or field must follow - or NOT")
        inner = self._term(depth + 1)
        return lambda it: not inner(it)

    def _group(self, depth: int, opened: Token) -> Predicate:
        inside = self._any(depth + 1, None)
        if self._next().kind != "close":
            raise QueryError(opened.place, "a ) is missing for this (")
        self._at += 1
        if inside is None:
            raise QueryError(opened.place, "nothing between these parentheses")
        return inside

    def _field(self, token: Token, depth: int) -> Predicate:
        """Read the value of a field."""
        name = NAMES[token.text.lower()]
        typed = token.text.lower()
        value = self._next()
        text = value.text
        if value.kind == "field":  # a value with a colon in it
            self._at += 1
            text = f"{value.text}:{self._next().text}"
        if self._next().kind not in ("word", "phrase"):
            raise QueryError(value.place, f"{typed}: needs a value")
        self._at += 1
        field = FIELDS[name]
        self._needs_paper |= field.needs_paper
        if name == "abs":
            self._needs_abstract = True
            if depth == 0 and not self._chooses():
                self._in_abstract += words(fold(text)).split()
        if name in ("tag", "watch", "cat", "primary"):
            self._named.append((name, text))
        self._needs_rules |= name == "watch" or (name == "is" and fold(text) == "watched")
        try:
            predicate = field.predicate(text)
            if name == "like":
                self._rank_by(token, like_id(text), depth)
        except WrongValue as why:
            raise QueryError(value.place, f"{typed}: {why}") from None
        return predicate

    def _rank_by(self, token: Token, paper_id: str, depth: int) -> None:
        """Store the paper of `like:`, by which all papers are ranked.

        Raises QueryError inside a condition or parentheses, and for a second such paper.
        """
        if depth or not self._ranks:
            reason = "like: ranks papers: it cannot be part of a rule, an OR, a NOT or ( )"
            raise QueryError(token.place, reason)
        if self._like:
            raise QueryError(token.place, "like: takes one paper")
        self._like = paper_id

    def _refuse_field(self, token: Token) -> None:
        """Refuse a word such as `au:` or `tga:gan`: a field without its value, or an unknown field.

        Titles have `CAT:` and `DrM:Mastering`; fields are typed in lower case.
        """
        name, colon, value = token.text.partition(":")
        behind = token.place + len(token.text)
        if not colon or not name:
            return
        if name in NAMES and not value:
            raise QueryError(behind, f"{name}: needs a value")
        known = name.lower()
        if known in (*NAMES, *_OF_ADDRESSES) or not (value or self._text.startswith('"', behind)):
            return
        near = nearest_field(known)
        if not re.fullmatch("[a-z]{2,}", name) and not near:
            return
        meant = f" · {near}:?" if near else ""
        raise QueryError(token.place, f"no field {name}:{meant} · fields: {' '.join(FIELDS)}")
