"""An imitation of the JETMSG gateway: a real HTTP server on loopback.

It is what newcomers send to until keys are set, and the independent witness of crash tests:
its journal says what the gateway took, whatever the client believes. So it imports nothing
of ours and counts parts and judges numbers by itself.

web                what listens: the addresses, the port, the page at `/`
calls              the families of calls: what each takes and answers
gateway, account   behind them: messages taken; keys, balances, the numbers given out once
faults             what belongs to each fault, and which call meets one
answers, replies, refusals   what is answered, and the ways an answer gets lost
codes, report      one-time codes that are out; the delivery report
panels             the shapes in which other panels write it
journal            the witness: a line for each recipient taken
options, running   what it is told; how it is run as a process
"""
