"""The programs the workbench is measured against."""
