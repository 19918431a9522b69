"""An imitation of the JETMSG gateway: a real HTTP server on loopback.

It is what newcomers send to until keys are set, and the independent witness of crash tests:
its journal says what the gateway took, whatever the client believes. So it imports nothing
of ours and counts parts and judges numbers by itself.
"""
