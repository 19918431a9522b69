"""What frames every page.

context           the settings the server was started with
signed_in         who is signed in, and the one way into a page
account           who is signed in, in the menu
banner            where messages go, and what is not running
heading           title and tabs
address           what the page's address asks for
asked_fields      what is asked of a long list, in fields and in the page's address
live              a part that is drawn again by itself: the one place where a fragment is made
questions         the question that is open
held_files        a file that is held outlives a reload, with what was said of it
flash             what the last change did, said for some seconds
help_links        the way from a question mark to the Help page
sentences         refusals and failures, never a traceback
browser_side      what runs in the browser: `focus.css` shows where the keyboard is, and with
                  `as_typed.js` what is typed is sent, and what is pressed counts; with
                  `stays_typed.js` what is typed outlives a reload; with `signed_out.js` a page
                  notices that its session has ended
"""
