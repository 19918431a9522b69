"""The families of calls that the imitation answers: sms, whatsapp and otp; and parts, how many of
a text the gateway bills."""
