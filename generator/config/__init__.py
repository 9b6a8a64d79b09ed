"""TOML -> frozen, checked records: the only validator of what an author writes in content/*.toml.

Everything wrong raises ContentError, in one sentence: file, line where it can be had, key, found, expected.
"""

from generator.config.network import parse_network, parse_subject, read_network
from generator.config.records import Formula, Lesson, NetworkFile, Site
from generator.config.site import read_lessons, read_site

__all__ = [
    "Formula",
    "Lesson",
    "NetworkFile",
    "Site",
    "parse_network",
    "parse_subject",
    "read_lessons",
    "read_network",
    "read_site",
]
