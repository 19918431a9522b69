"""`python -m jetmsg_core …`"""

import sys

from jetmsg_core.cli.parser import main

sys.exit(main())
