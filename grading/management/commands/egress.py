"""Start, stop or show the package proxy, print its configuration, or what one submission asked it for."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from grading.egress import relay, squid
from grading.egress.allowed import sources
from grading.egress.configuration import Place
from grading.faults import PlatformFault


class Command(BaseCommand):
    help = "Start, stop or show the package proxy; `config` prints a squid.conf for one that runs elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "config", "log"])
        parser.add_argument("submission", nargs="?", default="", help="for log: the submission's public id")
        parser.add_argument("--listen", default="3128", help="for config: [address:]port")
        parser.add_argument(
            "--relays", default="127.0.0.1/32", help="for config: the workers' network, as 172.16.0.0/12"
        )

    @no_translations
    def handle(self, *_args: Any, action: str, **options: Any) -> None:
        try:
            self.stdout.write(getattr(self, f"_{action}")(options))
        except PlatformFault as fault:
            raise CommandError(str(fault)) from fault

    def _start(self, _options: dict[str, Any]) -> str:
        squid.ensure_running()
        return self._status(_options)

    def _stop(self, _options: dict[str, Any]) -> str:
        squid.stop()
        return "The package proxy is stopped."

    def _status(self, _options: dict[str, Any]) -> str:
        lines = [f"The package proxy is {'up' if squid.is_up() else 'down'}. Builds with packages reach:"]
        lines += [f"  {source.url}{' (private)' if source.private else ''}" for source in sources()]
        return "\n".join(lines)

    def _config(self, options: dict[str, Any]) -> str:
        """As Debian's package has its folders."""
        place = Place(
            listen=options["listen"],
            relays=options["relays"],
            cache="/var/spool/squid",
            access_log="/var/log/squid/access.log",
            cache_log="/var/log/squid/cache.log",
            pid="/run/squid.pid",
            cache_bytes=squid.cache_bytes(),
        )
        return squid.configured(place)

    def _log(self, options: dict[str, Any]) -> str:
        address = relay.address_of(options["submission"])
        try:
            lines = squid.log_file().read_text(errors="replace").splitlines()
        except OSError as error:
            raise CommandError(f"There is no log here: {error}") from error
        return "\n".join(line for line in lines if line.split(" ")[1:2] == [address])
