"""GeoNames' feature codes that people write, and the classes that they belong to."""

from __future__ import annotations

__all__ = ["feature_class_of"]

_CODES = {
    "A": "LTER ZN ZNB TERR PRSH",
    "H": """
        BAY BAYS BGHT CHN CNL COVE DCK FJD GULF HBR INLT LGN LK LKS OCN OVF PND RSV RVN SEA SD SPNG STM STMI STRT
        SWMP WAD WLL WTRC WTLD FLLS CHNM CRKT EST ESTY MRSH OASH RF
    """,
    "L": """
        AREA CONT CST GASF GRAZ INDS LAND LCTY MILB MNA MVA NVB OAS OILF PRK PRT RES RESN RESW RGN RGNE RGNH RGNL
        TRB CMN CTRB DEVH FLD GVL BSND BSNP AMUS SALT
    """,
    "R": "CSWY OILP RD RDB RDJCT RJCT RR RTE ST STKR TNL TRL PIPE PRMN",
    "S": """
        AIRB AIRF AIRH AIRP AIRQ AIRS ANS ASTR ATM BANK BDG BLDG BRKS BUSTN CAVE CH CMPRF CMTY CRSG CSTL CTHSE
        CVNT DAM DIP DPOF EST FCL FNDY FRM FRMT FT FY GHSE GOVL GRVE HSE HSP HTL HUT LIBR LTHSE MALL MFG MKT ML
        MN MNMT MSQE MSTY MUS NOV OBPT OILR OILT OILW PAL PGDA PIER PKLT PMPO PO PRN PRNQ PRNJ PS PSH PSN PSTB
        PSTC PSTP PYR QUAY RECG RLG RSRT RSTN RSTP RUIN SCH SHRN SQR STDM STNB STNM STNR TMB TMPL TNKD TOWR TRANT
        TRIG TWR UNIV WALL WHRF WRCK ZOO MILM ITTR
    """,
    "T": """
        CAPE CLF CNYN CRQ DLTA DPR DSRT DUNE ERG FAN FORD GAP GRGE HDLD HLL HLLS ISL ISLET ISLF ISLM ISLS ISTH
        MESA MND MT MTS PASS PEN PK PKS PLAT PLN PROM PT PTS RDGE RK RKS SAND SBED SCRP SDL SHOR SLP SPUR TRGD
        UPLD VAL VALS VLC
    """,
    "U": "SHSU RDGU PLNU FANU CNYU",
    "V": "CULT FRST FRSTF GRSLD GRVC MDW OCH SCRB TREE TUND VIN",
}
_CLASS_OF = {code: letter for letter, codes in _CODES.items() for code in codes.split()}
# Codes that begin so are told by it: PPLA2, ADM4, PCLI.
_BEGINNINGS = (("PPL", "P"), ("STLMT", "P"), ("ADM", "A"), ("PCL", "A"))


def feature_class_of(code: str) -> str | None:
    """The GeoNames feature class of a code, None for a code that is not among the usual ones.

    >>> feature_class_of("PPLA2"), feature_class_of("PSTB"), feature_class_of("QQQ")
    ('P', 'S', None)
    """
    for beginning, letter in _BEGINNINGS:
        if code.startswith(beginning):
            return letter
    return _CLASS_OF.get(code)
