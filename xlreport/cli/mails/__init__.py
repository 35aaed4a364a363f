"""Commands of the mails of a round: sent, fetched, held, sent again, taken back."""
