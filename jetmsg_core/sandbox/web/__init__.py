"""What listens.

server        the addresses of the gateway
listener      the port: opened, shut by the `refuse` fault, opened again
strangers     keeps web pages elsewhere out
status_page   the page at `/`
"""
