"""The countries of the world by the codes and the English names that files have for them. Pure.

Source: ISO 3166-1, with the names that are in use beside those of the standard.
"""

from __future__ import annotations

import unicodedata

_COUNTRIES = """
AD/AND/Andorra; AE/ARE/United Arab Emirates; AF/AFG/Afghanistan; AG/ATG/Antigua and Barbuda;
AI/AIA/Anguilla; AL/ALB/Albania; AM/ARM/Armenia; AO/AGO/Angola; AR/ARG/Argentina;
AS/ASM/American Samoa; AT/AUT/Austria; AU/AUS/Australia; AW/ABW/Aruba; AX/ALA/Åland Islands;
AZ/AZE/Azerbaijan; BA/BIH/Bosnia and Herzegovina; BB/BRB/Barbados; BD/BGD/Bangladesh;
BE/BEL/Belgium; BF/BFA/Burkina Faso; BG/BGR/Bulgaria; BH/BHR/Bahrain; BI/BDI/Burundi;
BJ/BEN/Benin; BL/BLM/Saint Barthélemy; BM/BMU/Bermuda; BN/BRN/Brunei; BO/BOL/Bolivia;
BQ/BES/Bonaire, Sint Eustatius and Saba; BR/BRA/Brazil; BS/BHS/Bahamas; BT/BTN/Bhutan;
BW/BWA/Botswana; BY/BLR/Belarus; BZ/BLZ/Belize; CA/CAN/Canada; CC/CCK/Cocos Islands;
CD/COD/Democratic Republic of the Congo; CF/CAF/Central African Republic; CG/COG/Congo;
CH/CHE/Switzerland; CI/CIV/Côte d'Ivoire; CK/COK/Cook Islands; CL/CHL/Chile; CM/CMR/Cameroon;
CN/CHN/China; CO/COL/Colombia; CR/CRI/Costa Rica; CU/CUB/Cuba; CV/CPV/Cape Verde;
CW/CUW/Curaçao; CX/CXR/Christmas Island; CY/CYP/Cyprus; CZ/CZE/Czech Republic; DE/DEU/Germany;
DJ/DJI/Djibouti; DK/DNK/Denmark; DM/DMA/Dominica; DO/DOM/Dominican Republic; DZ/DZA/Algeria;
EC/ECU/Ecuador; EE/EST/Estonia; EG/EGY/Egypt; EH/ESH/Western Sahara; ER/ERI/Eritrea;
ES/ESP/Spain; ET/ETH/Ethiopia; FI/FIN/Finland; FJ/FJI/Fiji; FK/FLK/Falkland Islands;
FM/FSM/Micronesia; FO/FRO/Faroe Islands; FR/FRA/France; GA/GAB/Gabon; GB/GBR/United Kingdom;
GD/GRD/Grenada; GE/GEO/Georgia; GF/GUF/French Guiana; GG/GGY/Guernsey; GH/GHA/Ghana;
GI/GIB/Gibraltar; GL/GRL/Greenland; GM/GMB/Gambia; GN/GIN/Guinea; GP/GLP/Guadeloupe;
GQ/GNQ/Equatorial Guinea; GR/GRC/Greece; GT/GTM/Guatemala; GU/GUM/Guam; GW/GNB/Guinea-Bissau;
GY/GUY/Guyana; HK/HKG/Hong Kong; HN/HND/Honduras; HR/HRV/Croatia; HT/HTI/Haiti;
HU/HUN/Hungary; ID/IDN/Indonesia; IE/IRL/Ireland; IL/ISR/Israel; IM/IMN/Isle of Man;
IO/IOT/British Indian Ocean Territory; IQ/IRQ/Iraq; IR/IRN/Iran; IS/ISL/Iceland; IT/ITA/Italy;
JE/JEY/Jersey; JM/JAM/Jamaica; JO/JOR/Jordan; JP/JPN/Japan; KE/KEN/Kenya; KG/KGZ/Kyrgyzstan;
KH/KHM/Cambodia; KI/KIR/Kiribati; KM/COM/Comoros; KN/KNA/Saint Kitts and Nevis;
KP/PRK/North Korea; KR/KOR/South Korea; KW/KWT/Kuwait; KY/CYM/Cayman Islands;
KZ/KAZ/Kazakhstan; LA/LAO/Laos; LB/LBN/Lebanon; LC/LCA/Saint Lucia; LI/LIE/Liechtenstein;
LK/LKA/Sri Lanka; LR/LBR/Liberia; LS/LSO/Lesotho; LT/LTU/Lithuania; LU/LUX/Luxembourg;
LV/LVA/Latvia; LY/LBY/Libya; MA/MAR/Morocco; MC/MCO/Monaco; MD/MDA/Moldova; ME/MNE/Montenegro;
MF/MAF/Saint Martin; MG/MDG/Madagascar; MH/MHL/Marshall Islands; MK/MKD/North Macedonia;
ML/MLI/Mali; MM/MMR/Myanmar; MN/MNG/Mongolia; MO/MAC/Macao; MP/MNP/Northern Mariana Islands;
MQ/MTQ/Martinique; MR/MRT/Mauritania; MS/MSR/Montserrat; MT/MLT/Malta; MU/MUS/Mauritius;
MV/MDV/Maldives; MW/MWI/Malawi; MX/MEX/Mexico; MY/MYS/Malaysia; MZ/MOZ/Mozambique;
NA/NAM/Namibia; NC/NCL/New Caledonia; NE/NER/Niger; NF/NFK/Norfolk Island; NG/NGA/Nigeria;
NI/NIC/Nicaragua; NL/NLD/Netherlands; NO/NOR/Norway; NP/NPL/Nepal; NR/NRU/Nauru; NU/NIU/Niue;
NZ/NZL/New Zealand; OM/OMN/Oman; PA/PAN/Panama; PE/PER/Peru; PF/PYF/French Polynesia;
PG/PNG/Papua New Guinea; PH/PHL/Philippines; PK/PAK/Pakistan; PL/POL/Poland;
PM/SPM/Saint Pierre and Miquelon; PR/PRI/Puerto Rico; PS/PSE/Palestine; PT/PRT/Portugal;
PW/PLW/Palau; PY/PRY/Paraguay; QA/QAT/Qatar; RE/REU/Réunion; RO/ROU/Romania; RS/SRB/Serbia;
RU/RUS/Russia; RW/RWA/Rwanda; SA/SAU/Saudi Arabia; SB/SLB/Solomon Islands; SC/SYC/Seychelles;
SD/SDN/Sudan; SE/SWE/Sweden; SG/SGP/Singapore; SH/SHN/Saint Helena; SI/SVN/Slovenia;
SJ/SJM/Svalbard and Jan Mayen; SK/SVK/Slovakia; SL/SLE/Sierra Leone; SM/SMR/San Marino;
SN/SEN/Senegal; SO/SOM/Somalia; SR/SUR/Suriname; SS/SSD/South Sudan;
ST/STP/Sao Tome and Principe; SV/SLV/El Salvador; SX/SXM/Sint Maarten; SY/SYR/Syria;
SZ/SWZ/Eswatini; TC/TCA/Turks and Caicos Islands; TD/TCD/Chad; TG/TGO/Togo; TH/THA/Thailand;
TJ/TJK/Tajikistan; TK/TKL/Tokelau; TL/TLS/Timor-Leste; TM/TKM/Turkmenistan; TN/TUN/Tunisia;
TO/TON/Tonga; TR/TUR/Turkey; TT/TTO/Trinidad and Tobago; TV/TUV/Tuvalu; TW/TWN/Taiwan;
TZ/TZA/Tanzania; UA/UKR/Ukraine; UG/UGA/Uganda; US/USA/United States; UY/URY/Uruguay;
UZ/UZB/Uzbekistan; VA/VAT/Vatican City; VC/VCT/Saint Vincent and the Grenadines;
VE/VEN/Venezuela; VG/VGB/British Virgin Islands; VI/VIR/U.S. Virgin Islands; VN/VNM/Vietnam;
VU/VUT/Vanuatu; WF/WLF/Wallis and Futuna; WS/WSM/Samoa; XK/XKX/Kosovo; YE/YEM/Yemen;
YT/MYT/Mayotte; ZA/ZAF/South Africa; ZM/ZMB/Zambia; ZW/ZWE/Zimbabwe
"""

_ALSO_CALLED = """
AE UAE; AE Emirates; AE Dubai; AE Abu Dhabi; AE Sharjah; BS The Bahamas; CD DR Congo; CD DRC;
CG Republic of the Congo; CI Ivory Coast; CN PRC; CN People's Republic of China; CV Cabo Verde;
CZ Czechia; DE Deutschland; GB UK; GB Great Britain; GB Britain; GB England; GB Scotland; GB Wales;
GB Northern Ireland; GM The Gambia; HK Hongkong; IE Republic of Ireland; KP DPRK; KR Korea;
KR Republic of Korea; LK Srilanka; LK Ceylon; MM Burma; MO Macau; MV Maldive Islands;
MK Macedonia; NL Holland; NL The Netherlands; NZ Newzealand; OM Sultanate of Oman;
PH The Philippines; RU Russian Federation; SA Saudi; SA Kingdom of Saudi Arabia; SA KSA;
SY Syrian Arab Republic; SZ Swaziland; TL East Timor; TR Turkiye; TZ United Republic of Tanzania;
US USA; US United States of America; US America; US States; VA Holy See; VN Viet Nam;
BD Bangla Desh; AF Afganistan
"""

_FLAG_LETTERS = dict(zip(range(0x1F1E6, 0x1F200), "abcdefghijklmnopqrstuvwxyz", strict=True))
"""The two signs that make a flag."""
_ACCENTS = dict.fromkeys(range(0x300, 0x370))


def key_of(name: str) -> str:
    """Gives what is compared of a country's name: not its case, accents and signs."""
    plain = unicodedata.normalize("NFD", name.translate(_FLAG_LETTERS)).translate(_ACCENTS)
    letters = [
        letter
        for letter in plain.casefold()
        if letter.isalnum() or unicodedata.category(letter)[0] == "M"
    ]
    return unicodedata.normalize("NFC", "".join(letters))


def _listed() -> list[tuple[str, str, str]]:
    entries = " ".join(_COUNTRIES.split("\n")).split(";")
    parts = [entry.strip().split("/") for entry in entries]
    return [(two, three, name) for two, three, name in parts]


NAMES = {two: name for two, _, name in _listed()}
"""The English name of each country but India, by its two letters."""

_INDIA = """
IN; IND; India; Indian; Indians; Pan India; Pan IN; All India; Indian National; Indian Citizen;
Indian Resident; Resident Indian; Inida; Indai; Bharath; Bharat; Hindustan; Republic of India;
Bharat Ganrajya; Inde; Indien; भारत; भारतीय;
हिंदुस्तान; हिन्दुस्तान; ভারত; ભારત; ਭਾਰਤ; இந்தியா; భారతదేశం; భారత్; ಭಾರತ; ഇന്ത്യ; ଭାରତ; ہندوستان;
بھارت; الهند
"""
INDIAN = frozenset(map(key_of, _INDIA.split(";")))
"""What files have for India, as `key_of` gives it."""

_STATES = """
Andaman and Nicobar Islands/AN; Andhra Pradesh/AP; Arunachal Pradesh/AR; Assam/AS; Bihar/BR;
Chandigarh/CH; Chhattisgarh/CG CT; Dadra and Nagar Haveli and Daman and Diu/DH DN;
Daman and Diu/DD; Dadra and Nagar Haveli; Delhi/DL; New Delhi; Delhi NCR; NCT of Delhi; Goa/GA;
Gujarat/GJ; Haryana/HR; Himachal Pradesh/HP; Jammu and Kashmir/JK; Jammu & Kashmir; Jharkhand/JH;
Karnataka/KA; Kerala/KL; Ladakh/LA; Lakshadweep/LD; Madhya Pradesh/MP; Maharashtra/MH; Manipur/MN;
Meghalaya/ML; Mizoram/MZ; Nagaland/NL; Odisha/OD OR; Orissa; Puducherry/PY; Pondicherry; Punjab/PB;
Rajasthan/RJ; Sikkim/SK; Tamil Nadu/TN; Tamilnadu; Telangana/TG TS; Tripura/TR; Uttar Pradesh/UP;
Uttarakhand/UK UT; Uttaranchal; West Bengal/WB
"""


def _states() -> frozenset[str]:
    keys = set()
    for entry in " ".join(_STATES.split()).split("; "):
        name, _, codes = entry.partition("/")
        keys |= {key_of(name), *(key_of(f"IN{code}") for code in codes.split())}
    return frozenset(keys)


STATES_OF_INDIA = _states()
"""The states of India as files have them for a country, as `key_of` gives it: by name, or as
`IN-KA`. A country beside one counts for more: there is a Punjab in Pakistan, too.
Source: ISO 3166-2:IN, with the codes of vehicles."""


def _regions() -> dict[str, str]:
    regions: dict[str, str] = {}
    for two, three, name in _listed():
        regions |= {key_of(word): two for word in (two, three, name)}
        regions[key_of(name.replace("Saint ", "St "))] = two
    also = [entry.split(maxsplit=1) for entry in " ".join(_ALSO_CALLED.split()).split("; ")]
    return regions | {key_of(name): two for two, name in also}


REGION_OF = _regions()
"""The two letters of each country but India, by what files have for it, as `key_of` gives it."""
