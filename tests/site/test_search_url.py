"""`SEARCH_URL` chooses the engine and says what is wrong with itself."""

import pytest

from rynek.settings.search import read_search_url


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("whoosh://", "search.engine.whoosh"),
        ("database://", "wagtail.search.backends.database"),
        ("elasticsearch://es:9200/intranet", "wagtail.search.backends.elasticsearch9"),
        ("elasticsearch8://es", "wagtail.search.backends.elasticsearch8"),
        ("opensearch+https://u:p%40ss@os/x", "wagtail.search.backends.opensearch3"),
    ],
)
def test_it_names_the_backend_and_leaves_writing_to_the_outbox(url, backend) -> None:
    config = read_search_url(url)
    assert config["BACKEND"] == backend
    assert config["AUTO_UPDATE"] is False


def test_accounts_prefixes_and_transport_reach_the_client() -> None:
    config = read_search_url("elasticsearch+https://rynek:p%40ss@es.example.com:9243/intranet")
    assert config["HOSTS"][0]["scheme"] == "https"
    assert config["HOSTS"][0]["port"] == 9243
    assert config["OPTIONS"]["basic_auth"] == ("rynek", "p@ss")
    assert config["INDEX_PREFIX"] == "intranet_"
    opensearch = read_search_url("opensearch+https://rynek:p%40ss@os.example.com")
    assert opensearch["HOSTS"][0]["http_auth"] == ("rynek", "p@ss")
    assert opensearch["HOSTS"][0]["verify_certs"] is True


def test_a_whoosh_path_is_kept() -> None:
    assert read_search_url("whoosh:///srv/index%201")["PATH"] == "/srv/index 1"


@pytest.mark.parametrize(
    "url", ["", "solr://host", "elasticsearch://", "whoosh://srv/index", "elasticsearch+ftp://h"]
)
def test_a_bad_address_is_refused_with_words(url) -> None:
    with pytest.raises(ValueError, match=r"\w{3,}"):
        read_search_url(url)
