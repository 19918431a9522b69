"""What stands between a browser and the dashboard.

door           who may speak to it, decided before anything else looks at a request
serving        large exports over HTTP, beside Streamlit's own pages
offered_files  what pages offer for download, made when it is fetched
"""
