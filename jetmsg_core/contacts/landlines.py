"""The series of the Indian numbering plan that hold no mobiles. Made by
scripts/make_landline_series.py from phonenumbers 9.0.43; do not edit."""

from __future__ import annotations

import base64
import zlib

import numpy as np

FIRST = 60000
"""The lowest series: the first five of ten digits."""

_PACKED = (
    b"c-rk%Z4QGV46X41>^A$!(MRF|wxf6e9V3E3qLlLCLJaQ*i9l)ld~E?5!8k9RO=baLa>Ms<5VQ!uUExe1{<S|jBNq"
    b"O_R2CJ<d2kU`nI||8CP=cVm^nsCVjkE(uSJO{&HQa{QN>{Qj^Ub$lEHAF)?3WwRZ6@c5cx#^M`jr~zbz4=bNxJaO"
    b"14c`YC3LB$x=jia}w|pB*y1ck}^5nmih!O2CnGzp4z42gb8OF$}Mc$c<x%yrbVvk9T~(+#!-K=<CxEfl3GR^%kZZ"
    b"@uc=#yObgd!s`^OnaK(9a<k3z$s3Euo+L90Ul$rq-=!z5A?da&}=!oJ6i8=H@"
)
IS_LANDLINE = np.unpackbits(
    np.frombuffer(zlib.decompress(base64.b85decode(_PACKED)), dtype=np.uint8)
).astype(np.bool_)
"""One for each series from `FIRST` to 99999: landlines, or not in the plan at all."""
