"""The backend named by ``ENGINE``; it adds one thing: a sleeping server is started."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

from lapor.ops.database import Server, ServerTrouble

#: Servers that this process has woken; a short command puts them to sleep again.
woken: set[Server] = set()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that survives a missing or killed embedded server."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; when nobody answers, start the server and try once more."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError as error:
            self._wake(error)
            return super().get_new_connection(conn_params)

    def _wake(self, error: OperationalError) -> None:
        """Start the server; people who wait for a page wait for it only so long."""
        embedded = self.settings_dict["EMBEDDED"]
        server = Server(Path(embedded["folder"]), is_fast=embedded["is_fast"])
        try:
            if server.start(patience=20):
                woken.add(server)
        except ServerTrouble as trouble:
            raise OperationalError(str(trouble)) from error
