"""Every address × every role × planted secrets: nothing shows, nothing is written."""
