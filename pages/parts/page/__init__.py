"""What frames every page.

context           the settings the server was started with
signed_in         who is signed in, and the one way into a page
account           who is signed in, in the menu
banner            where messages go, and what is not running
heading           title and tabs
address           what the page's address asks for
live              a part that is drawn again by itself: the one place where a fragment is made
questions         the question that is open
flash             what the last change did, said for some seconds
help_links        the way from a question mark to the Help page
sentences         refusals and failures, never a traceback
browser_side      what runs in the browser: `focus.css` shows where the keyboard is, with
                  `as_typed.js` what is typed is kept and what is pressed counts, and with
                  `signed_out.js` a page notices that its session has ended
"""
