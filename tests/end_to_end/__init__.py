"""The whole way with real parts: OpenSSH, xmlsec1, and the command line as users call it."""
