"""squid's configuration, written from the allow list: what is not allowed here is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote, urlsplit

from grading.egress.allowed import Source

# What no package source has for an address: this host, private and carrier networks, link-local ones with the clouds'
# metadata, multicast, and the IPv6 ways of writing IPv4. squid takes ::ffff:0:0/96 for the IPv4 address it means.
LINK_LOCAL = "169.254.0.0/16 fe80::/10 fd00:ec2::/32"
FORBIDDEN = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 "
    "198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 "
    "::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/32 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)
# Only these of a request's headers go on, so that nothing else that one learner sends can shape what is kept for the
# next one.
HEADERS = ("Host", "Cache-Control", "If-Modified-Since", "If-None-Match", "Connection", "Proxy-Authorization")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a squid runs: the address it listens at, those who may connect, its files, its cache's size in bytes."""

    listen: str
    relays: str
    cache: str
    access_log: str
    cache_log: str
    pid: str
    cache_bytes: int
    user: str = "proxy"


def text(place: Place, sources: Sequence[Source], upstream: str = "", direct: str = "") -> str:
    """The whole squid.conf. `upstream` is the URL of a proxy that the host itself must go through, but for the hosts
    of `direct` (comma-separated, as in `no_proxy`).
    """
    return "\n".join(
        [_ACCESS.format(place=place, forbidden=FORBIDDEN, link_local=LINK_LOCAL), *_rules(sources),
         "http_access deny all", "", *_upstream(upstream, direct), _HEADERS, *_headers(), "",
         _CACHE.format(place=place, megabytes=max(16, place.cache_bytes >> 20))]
    )  # fmt: skip


def _rules(sources: Sequence[Source]) -> list[str]:
    lines = []
    for number, ((scheme, port, private), group) in enumerate(
        groupby(sorted(sources, key=_kind), key=_kind), start=1
    ):
        lines += [
            f"acl hosts{number} dstdomain -n {' '.join(source.host for source in group)}",
            f"acl port{number} port {port}",
            f"http_access allow {'fetch plain' if scheme == 'http' else 'tunnel'} port{number} hosts{number} "
            f"{'!link_local' if private else '!forbidden'}",
        ]
    return lines


def _kind(source: Source) -> tuple[str, int, bool]:
    return source.scheme, source.port, source.private


def _upstream(url: str, direct: str) -> list[str]:
    if not url:
        return []
    parts = urlsplit(url if "://" in url else f"http://{url}")
    login = f" login={unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    lines = [f"cache_peer {parts.hostname} parent {parts.port or 3128} 0 no-query no-digest default{login}"]
    # `no_proxy` means a domain and all below it.
    hosts = [f".{host.strip().lstrip('*.')}" for host in direct.split(",") if host.strip().strip("*.")]
    if hosts:
        lines += [f"acl direct dstdomain -n {' '.join(hosts)}", "always_direct allow direct"]
    return [*lines, "never_direct allow all", ""]


def _headers() -> list[str]:
    return [f"request_header_access {name} allow all" for name in HEADERS]


# One request a connection, on both sides: nothing that one learner sends can be taken for the answer to another.
_ACCESS = """\
# Written by the platform; changes are lost.
http_port {place.listen} require-proxy-header
acl relays src {place.relays}
proxy_protocol_access allow relays
proxy_protocol_access deny all
client_persistent_connections off
server_persistent_connections off
pipeline_prefetch 0
relaxed_header_parser off
uri_whitespace deny
icp_port 0
htcp_port 0
snmp_port 0
global_internal_static off
digest_generation off

acl fetch method GET HEAD
acl tunnel method CONNECT
acl plain proto HTTP
acl has_body req_header Content-Length [1-9]
acl has_parts req_header Transfer-Encoding .
acl forbidden dst {forbidden}
acl link_local dst {link_local}
http_access deny manager
http_access deny has_body
http_access deny has_parts"""
_HEADERS = """\
via off
forwarded_for delete
reply_header_access Set-Cookie deny all
request_header_replace User-Agent courseplatform"""
_CACHE = """\
request_header_access All deny all
request_header_max_size 16 KB
reply_header_max_size 64 KB
request_body_max_size 1 KB
max_filedescriptors 4096
connect_timeout 15 seconds
forward_timeout 30 seconds
read_timeout 2 minutes
# The relays send whole requests, and each holds a connection on which it asks nothing.
request_start_timeout 30 minutes
request_timeout 30 minutes
client_lifetime 20 minutes
dns_timeout 10 seconds
negative_dns_ttl 5 seconds
negative_ttl 0 seconds
shutdown_lifetime 0 seconds
half_closed_clients off
quick_abort_min 0 KB
quick_abort_max 0 KB

cache_effective_user {place.user}
cache_effective_group {place.user}
cache_dir ufs {place.cache} {megabytes} 16 64
coredump_dir {place.cache}
cache_mem 64 MB
maximum_object_size_in_memory 4 MB
maximum_object_size 1 GB
memory_pools off
# Files of packages never change under their name. Lists do: they are asked for again, unless their server says how long
# they last.
refresh_pattern -i (\\.(deb|udeb|whl|tgz|zip)|\\.tar\\.(gz|xz|bz2)|/by-hash/.*)$ 1440 100% 43200 ignore-reload
refresh_pattern . 0 0% 60

visible_hostname egress
httpd_suppress_version_string on
pinger_enable off
netdb_filename none
cache_store_log none
logfile_rotate 3
logformat relayed %ts.%03tu %>a %rm %ru %Ss/%03>Hs %<st %<a
acl nothing url_regex ^error:transaction-end-before-headers
access_log stdio:{place.access_log} relayed !nothing
cache_log {place.cache_log}
pid_filename {place.pid}
"""
