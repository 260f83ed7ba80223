"""Social networks, through any connector that signs: mentions and messages in.

Nothing here knows a network. A connector (a small program, or a service) turns what it
hears into one signed JSON message, and takes ours in the same way. A public mention
becomes a draft; its author gets a direct message with a link to finish it.
"""
