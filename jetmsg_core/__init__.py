"""The core of JetMsg Campaigns: everything but the pages. Nothing here imports Streamlit."""
