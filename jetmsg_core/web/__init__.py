"""What stands between a browser and the dashboard, in the order of the way in.

requests          a name for each request, and a line about its answer
proxies           where a request came from, behind a proxy
door              who may speak to it: our own pages under our own names
policy            what a page may load and do
guard             whoever is not signed in gets past it nowhere
monitoring        the routes for what watches it: whether it is well, and what is measured
signing_in        the routes of the forms, to sign in and to change a password
provider_sign_in  the routes to an identity provider and back
waiting_room      threads for what strangers can ask for
form_answers      how these routes answer
form_pages        those forms
serving           large exports over HTTP, beside Streamlit's own pages
offered_files     what pages offer for download, made when it is fetched
"""
