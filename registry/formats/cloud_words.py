"""The words of cloud flows: names of connectors, actions and triggers for people."""

import re

from registry.formats.plain import plain

_CONNECTORS = {
    "office365": "Outlook (Microsoft 365)",
    "office365users": "Microsoft 365 (Benutzer)",
    "sharepointonline": "SharePoint",
    "teams": "Microsoft Teams",
    "commondataserviceforapps": "Dataverse",
    "commondataservice": "Dataverse",
    "excelonlinebusiness": "Excel Online",
    "onedriveforbusiness": "OneDrive",
    "onedrive": "OneDrive",
    "approvals": "Microsoft Approvals",
    "uiflow": "Power Automate Desktop",
    "sql": "SQL Server",
    "microsoftforms": "Microsoft Forms",
    "planner": "Microsoft Planner",
    "smtp": "E-Mail (SMTP)",
    "sftpwithssh": "SFTP",
    "filesystem": "File System",
    "flowmanagement": "Power Automate Management",
    "webcontents": "HTTP (Microsoft Entra ID)",
    "outlook": "Outlook.com",
    "wordonlinebusiness": "Word Online",
}
_API = re.compile(r"(?:.*/)?(?:shared_|shared-)?([A-Za-z][A-Za-z0-9]{1,80})(?:[-_][\w-]{0,80})?\Z")
_DEFINITION = "Microsoft.Logic/schemas"


def is_definition(value: object) -> bool:
    """Whether this is the definition of a flow: triggers and actions, or its schema."""
    if not isinstance(value, dict) or not isinstance(value.get("triggers"), dict):
        return False
    if not isinstance(value.get("actions"), dict):
        return False
    typed = [part for part in (*value["triggers"].values(), *value["actions"].values()) if isinstance(part, dict)]
    is_typed = bool(typed) and all(isinstance(part.get("type"), str) for part in typed)
    return is_typed and (_DEFINITION in str(value.get("$schema")) or "contentVersion" in value)


def connector_name(given: str) -> str:
    """A connector by its identifier: ``/providers/…/apis/shared_office365`` → «Outlook (Microsoft 365)»."""
    found = _API.match(given.strip())
    bare = found[1] if found else given
    return plain(_CONNECTORS.get(bare.lower(), bare), 120)


def node_name(key: str) -> str:
    """The name of an action from its key, in which the designer replaces blanks."""
    return plain(key.replace("_", " "))


def trigger_words(trigger: dict[str, object]) -> str:
    """When a trigger fires, if it follows a clock: «3 Day»."""
    recurrence = trigger.get("recurrence")
    if not isinstance(recurrence, dict):
        return ""
    return plain(f"{plain(recurrence.get('interval'), 10)} {plain(recurrence.get('frequency'), 20)}", 40)
