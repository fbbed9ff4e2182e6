"""Who did what when: the audit log, written in the transaction of the change."""
