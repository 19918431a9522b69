"""`python -m jetmsg_core …`"""

import sys

from jetmsg_core.cli.parser import main
from jetmsg_core.private_files import keep_private

keep_private()
sys.exit(main())
