"""Words of a Dockerfile line as BuildKit's own lexer splits and expands them (its `shell.Lex`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Go's unicode.IsSpace; Python's str.isspace() also takes the separators U+001C to U+001F.
SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
MAX_DEPTH = 20  # of ${a:-${b:-…}}
MAX_EXPANDED = 4096  # characters that variables may bring into one text, lest they double line after line


class WordError(ValueError):
    """BuildKit cannot read these words either; the message is in its words."""


class UndecidableError(WordError):
    """BuildKit could read these words, this lexer does not."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """`text` is the expansion, `words` the same split at unquoted white space."""

    text: str
    words: tuple[str, ...]


def expand(text: str, variables: Mapping[str, str], escape: str = "\\") -> str:
    """`text` without quotes, `$name` and `${name:-default}` replaced, unset ones by nothing; WordError."""
    return _Lexer(text, variables, escape).stop_on("", 0).text


def expand_words(text: str, variables: Mapping[str, str], escape: str = "\\") -> tuple[str, ...]:
    """The words of `text` after that: what a variable holds may be several; WordError."""
    return _Lexer(text, variables, escape).stop_on("", 0).words


def split(text: str) -> tuple[str, ...]:
    """The words of a line, quotes, escapes and variables left as they are; WordError."""
    return _Lexer(text, None, raw_quotes=True, raw_escapes=True).stop_on("", 0).words


def unquote(word: str) -> tuple[str, ...]:
    """The words in `word` with quotes and escapes removed; variables stay as they are; WordError."""
    return _Lexer(word, None).stop_on("", 0).words


class _Words:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.words: list[str] = []
        self.word: list[str] = []

    def add(self, piece: str) -> None:
        """Add characters, unquoted: white space ends a word."""
        for char in piece:
            if char not in SPACE:
                self.word.append(char)
            elif self.word:
                self.end()

    def end(self) -> None:
        word = "".join(self.word)
        if word:
            self.words.append(word)
        self.word = []

    def result(self) -> Expanded:
        self.end()
        return Expanded("".join(self.text), tuple(self.words))


class _Lexer:
    """One pass over `text`; `variables` None leaves every variable as it is written."""

    def __init__(
        self,
        text: str,
        variables: Mapping[str, str] | None,
        escape: str = "\\",
        *,
        raw_quotes: bool = False,
        raw_escapes: bool = False,
    ) -> None:
        self.source = text
        self.position = 0
        self.expanded = 0
        self.variables = variables
        self.escape = escape
        self.raw_quotes = raw_quotes
        self.raw_escapes = raw_escapes

    def peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def next(self) -> str:
        char = self.peek()
        self.position += 1
        return char

    def stop_on(self, stop: str, depth: int) -> Expanded:
        """Read up to `stop`, or to the end when it is empty."""
        if depth > MAX_DEPTH:
            raise UndecidableError("substitutions are nested too deeply")
        found = _Words()
        while char := self.peek():
            if char == stop:
                self.position += 1
                return found.result()
            if char == "$":
                piece = self.dollar(depth)
                found.text.append(piece)
                found.add(piece)
            elif char in "'\"":
                piece = self.single_quoted() if char == "'" else self.double_quoted(depth)
                found.text.append(piece)
                found.word.append(piece)
            else:
                self.plain(found)
        if stop:
            raise WordError(f"unexpected end of statement while looking for matching {stop}")
        return found.result()

    def plain(self, found: _Words) -> None:
        char = self.next()
        if char != self.escape:
            found.text.append(char)
            found.add(char)
            return
        escaped = self.next()
        kept = (char if self.raw_escapes else "") + escaped
        found.text.append(kept)
        found.word.append(kept)

    def single_quoted(self) -> str:
        end = self.source.find("'", self.position + 1)
        if end < 0:
            self.position = len(self.source)
            raise WordError("unexpected end of statement while looking for matching single-quote")
        inside = self.source[self.position + 1 : end]
        self.position = end + 1
        return f"'{inside}'" if self.raw_quotes else inside

    def double_quoted(self, depth: int) -> str:
        self.position += 1
        quote = '"' if self.raw_quotes else ""
        pieces = [quote]
        while char := self.peek():
            if char == "$":
                pieces.append(self.dollar(depth))
                continue
            self.position += 1
            if char == '"':
                return "".join([*pieces, quote])
            if char == self.escape:
                if self.raw_escapes:
                    pieces.append(char)
                if not self.peek():
                    break
                if self.peek() in ('"', "$", self.escape):
                    char = self.next()
            pieces.append(char)
        raise WordError("unexpected end of statement while looking for matching double-quote")

    def dollar(self, depth: int) -> str:
        start = self.position
        self.position += 1
        if self.peek() != "{":
            name = self.name()
            return self.value(name, start) if name else "$"
        self.position += 1
        if not self.peek():
            raise WordError("syntax error: missing '}'")
        if self.peek() in "{}:":
            raise WordError("syntax error: bad substitution")
        name = self.name()
        modifier = self.next()
        if modifier == "}":
            return self.value(name, start)
        if modifier == ":":
            modifier += self.next()
        return self.substitution(name, modifier, start, depth)

    def substitution(self, name: str, modifier: str, start: int, depth: int) -> str:
        kind = modifier[-1:]
        if modifier == "/":
            if self.peek() == "/":
                self.position += 1
            self.stop_on("/", depth + 1)
        elif kind not in ("+", "-", "?", "#", "%"):
            raise WordError(f"unsupported modifier ({modifier}) in substitution")
        word = self.stop_on("}", depth + 1).text
        if self.variables is None:
            return self.source[start : self.position]
        if kind in "#%/":
            raise UndecidableError(f"the substitution ${{{name}{modifier}…}} is not supported here")
        value = self.variables.get(name)
        present = bool(value) if modifier.startswith(":") else value is not None
        if kind == "+":
            return word if present else ""
        if present:
            return self.value(name, start)
        if kind == "?":
            raise WordError(f"{name}: {word or 'is not allowed to be unset'}")
        return word

    def value(self, name: str, start: int) -> str:
        if self.variables is None:
            return self.source[start : self.position]
        value = self.variables.get(name, "")
        self.expanded += len(value)
        if self.expanded > MAX_EXPANDED:
            raise UndecidableError("its variables make it too long")
        return value

    def name(self) -> str:
        """A variable's name, a number, one special character, or nothing."""
        start = self.position
        first = self.peek()
        if first and first in "@*#?-$!":
            self.position += 1
        elif first.isdecimal():
            while self.peek().isdecimal():
                self.position += 1
        else:
            while self.peek() == "_" or self.peek().isalpha() or self.peek().isdecimal():
                self.position += 1
        return self.source[start : self.position]
