"""The series of Indian numbers that may hold no mobiles.

Made by `make number-series`; do not edit.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np

from jetmsg_core.primitives.arrays import Booleans

RELEASE = "9.0.43"
"""Of libphonenumber, by its port `phonenumbers`: what the tables were made from."""

FIRST = 60000
"""The lowest series: the first five of ten digits."""


def _unpacked(table: bytes) -> Booleans:
    bits = np.frombuffer(zlib.decompress(base64.b85decode(table)), dtype=np.uint8)
    return np.unpackbits(bits).astype(np.bool_)


IS_LANDLINE = _unpacked(
    b"c-rk%Z4QGV46X41>^A$!(MRF|wxf6e9V3E3qLlLCLJaQ*i9l)ld~E?5!8k9RO=baLa>Ms<5VQ!uUExe1{<S|jBNq"
    b"O_R2CJ<d2kU`nI||8CP=cVm^nsCVjkE(uSJO{&HQa{QN>{Qj^Ub$lEHAF)?3WwRZ6@c5cx#^M`jr~zbz4=bNxJaO"
    b"14c`YC3LB$x=jia}w|pB*y1ck}^5nmih!O2CnGzp4z42gb8OF$}Mc$c<x%yrbVvk9T~(+#!-K=<CxEfl3GR^%kZZ"
    b"@uc=#yObgd!s`^OnaK(9a<k3z$s3Euo+L90Ul$rq-=!z5A?da&}=!oJ6i8=H@"
)
"""One for each series from `FIRST` to 99999: the numbering plan has it for landlines only."""

IS_UNASSIGNED = _unpacked(
    b"c-rk&OK!q25FHaFx~LT2AUy&Hs1%OS<8+rE%~BUEn;Xz0xKbs$2y*Qt{(DS-5>bg+j7aAH=0gB1mBJywNL+`yvS9"
    b"pqWI}KgEfAm<2w4@zYplT1JeI!2x)4x{4*G;#fyZ1|kC*@@G&suEa1jLvO$d&{KFK0SCsvNK`s6y$;Pu}@QeRrR?"
    b"sUHLXxeKLr;BV9I#*L+pWfuzZppOZb5Le{CiLTU=FLkIZ05hLSagikKu0Q8FSL-<R9g-WtiHMi3dtgs!s)_>E(vU"
    b"^t<<Bi7zLDC1wvx?%Bf*0P?Upw*LzM;pI_jrx6qH=RDK|yz-LT@*iv0|=!)g;Zo7=IZ-Of2kFhrT;v;T~9*ZFw0|"
    b"jS~sr5{k3TG8E$cGNfx(n_v!=&d84blAus0UxJs0nbEwxGK}24I_q!2w4mhmj=MkZizi9}AL*OQ(&4uE7e_-R9}+"
    b"(TR2FX+7`#uxXH=8N-(6olP~OvY`Tot?>KdY@TP~2x@KxT<>bzKkijVBwBmN0&7{nwP}mAGL#IJ7Glc0<YRdLx+Z"
    b"T?wNcU0*cOR%c%)H0m*k4OYd@XH!GWNBH(3q-ii7vqm*v&wpF`wi1ZZGAZ(V`=HSmd!PojM5Z`Z{ZW=Vp?^&L+SS"
    b"NdL^H9l!vB3FW4@hllIK00R(L<+=A8&k9p$q$yZPg-})^0Noj{^Q)~ztijOr8G=-A@0pNvbAqFoZK%@<OlT"
)
"""As `IS_LANDLINE`: it could hold mobiles, but no operator is known to have it."""
