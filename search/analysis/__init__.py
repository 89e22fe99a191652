"""Language analysis: how text becomes the words that the index holds and the query asks for."""

from search.analysis.analyzer import Forms, QueryWord, analyze, query_words
from search.analysis.detection import detect_language
from search.analysis.folding import fold

__all__ = ["Forms", "QueryWord", "analyze", "detect_language", "fold", "query_words"]
