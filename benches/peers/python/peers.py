"""Python's engines over rolecall's phrases, side by side: medians of interleaved rounds, in CPU time of the process.

    python peers.py phrases.txt postings.jsonl [--hits N --settled M]

Before anything is timed, every engine's hits are compared. `--hits` and `--settled` are the counts that the Rust
peers print; with them the two sets of engines are held to each other. An engine that differs by more than the bound
stated for it ends the run with status 1.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import ahocorasick
import flashtext
import spacy
from spacy.matcher import PhraseMatcher

ROUNDS = 5
PLAIN_CHARS = 1 << 20
"""The search phrase by phrase is slow, so it stops after the text that passes this many characters."""

SPACY_BOUND = 0.05
"""The share of hits that spaCy may miss, and may add, by its own tokens. Letters beyond ASCII are of the word (`voc` is
no hit in `você`, and by the rule here it is), and so are signs that it does not split off; `c_d` it splits."""

WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")

Hit = tuple[int, int]
Find = Callable[[str], list[Hit]]


def lower(text: str) -> str:
    """The text in ASCII lower case: `str.lower` would change other letters, and some lengths."""
    return text.encode().lower().decode()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no ASCII letter, digit or underscore stands beside: the rule of `benches/src/peer.rs`."""
    return (start == 0 or text[start - 1] not in WORD) and (end == len(text) or text[end] not in WORD)


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that overlap, the leftmost, then the longest."""
    kept, free = [], 0
    for start, end in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= free:
            kept.append((start, end))
            free = end
    return kept


def plainly(text: str, phrases: list[str]) -> list[Hit]:
    """All hits, phrase by phrase: slow and plainly right."""
    hits = []
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            if stands_alone(text, at, at + len(phrase)):
                hits.append((at, at + len(phrase)))
            at = text.find(phrase, at + 1)
    return hits


def with_pyahocorasick(phrases: list[str]) -> Find:
    """All whole words."""
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        automaton.add_word(phrase, len(phrase))
    automaton.make_automaton()

    def find(text: str) -> list[Hit]:
        text = lower(text)
        ends = ((last + 1 - length, last + 1) for last, length in automaton.iter(text))
        return [(start, end) for start, end in ends if stands_alone(text, start, end)]

    return find


def with_flashtext(phrases: list[str]) -> Find:
    """The leftmost and longest of the whole words."""
    processor = flashtext.KeywordProcessor(case_sensitive=True)
    for phrase in phrases:
        processor.add_keyword(phrase)

    def find(text: str) -> list[Hit]:
        return [(start, end) for _, start, end in processor.extract_keywords(lower(text), span_info=True)]

    return find


def with_spacy(phrases: list[str]) -> Find:
    """All whole words, where the tokenizer sees the same words."""
    nlp = spacy.blank("en")
    nlp.max_length = sys.maxsize
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("phrase", [nlp.make_doc(phrase) for phrase in phrases])

    def find(text: str) -> list[Hit]:
        doc = nlp.make_doc(text)
        spans = (doc[start:end] for _, start, end in matcher(doc))
        return [(span.start_char, span.end_char) for span in spans]

    return find


def check(name: str, found: list[set[Hit]], expected: list[set[Hit]], bound: float) -> None:
    """Compares hits text by text and ends the run if more than the share `bound` is missed, or is found besides."""
    total = sum(map(len, expected))
    missed = sum(len(want - have) for have, want in zip(found, expected))
    extra = sum(len(have - want) for have, want in zip(found, expected))
    hits = sum(map(len, found))
    print(f"{name}: {hits} hits, expected {total}; missed {missed}, besides {extra} (bound {bound:.1%})")
    if max(missed, extra) > bound * total:
        sys.exit(f"{name} does not find what is there")


def expect(what: str, found: int, given: int | None) -> None:
    """Ends the run if a count is not the one given."""
    if given is not None and found != given:
        sys.exit(f"{what}: {found} hits, not the {given} given")


def read(phrases: Path, postings: Path) -> tuple[list[str], list[str]]:
    """The phrases, each once, and the texts."""
    lines = (lower(line) for line in phrases.read_text(encoding="utf-8").splitlines())
    rows = (json.loads(line) for line in postings.open(encoding="utf-8") if line.strip())
    return list(dict.fromkeys(filter(None, lines))), [row.get("body") or row["description"] for row in rows]


def compare(engines: dict[str, Find], phrases: list[str], texts: list[str], options: argparse.Namespace) -> None:
    """Ends the run unless every engine finds what it should."""
    found = {name: [set(find(text)) for text in texts] for name, find in engines.items()}
    every = found["pyahocorasick"]
    chars, plain = 0, 0
    while plain < len(texts) and chars < PLAIN_CHARS:
        chars += len(texts[plain])
        plain += 1
    expected = [set(plainly(lower(text), phrases)) for text in texts[:plain]]
    check(f"pyahocorasick, first {plain} texts", every[:plain], expected, 0)

    settled = [set(settle(hits)) for hits in every]
    total = sum(map(len, every))
    expect("all whole words", total, options.hits)
    expect("leftmost-longest", sum(map(len, settled)), options.settled)
    if total == 0:
        sys.exit("no phrase is in any text, so the engines were not compared")
    check("flashtext", found["flashtext"], settled, 0)
    check("spaCy PhraseMatcher", found["spaCy PhraseMatcher"], every, SPACY_BOUND)


def timed(find: Find, texts: list[str]) -> float:
    """Seconds of one pass over all texts."""
    start = time.process_time()
    for text in texts:
        find(text)
    return time.process_time() - start


def main() -> None:
    """Reads, compares, times, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phrases", type=Path)
    parser.add_argument("postings", type=Path)
    parser.add_argument("--hits", type=int, help="how many whole words there are")
    parser.add_argument("--settled", type=int, help="how many of them are leftmost-longest")
    options = parser.parse_args()
    phrases, texts = read(options.phrases, options.postings)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(phrases)} phrases, {len(texts)} postings, {megabytes:.1f} MB of text")
    engines = {
        "pyahocorasick": with_pyahocorasick(phrases),
        "flashtext": with_flashtext(phrases),
        "spaCy PhraseMatcher": with_spacy(phrases),
    }
    compare(engines, phrases, texts, options)

    print(f"medians of {ROUNDS} interleaved rounds, process CPU time\n")
    rounds: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, find in engines.items():
            rounds[name].append(timed(find, texts))
    for name, times in rounds.items():
        print(f"{name:<24} {megabytes / statistics.median(times):>8.2f} MB/s")


if __name__ == "__main__":
    main()
