"""Mails of the round: letters made, queued and delivered; messages fetched, unpacked, held."""
