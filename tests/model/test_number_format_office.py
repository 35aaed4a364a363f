"""What a number format shows, compared with what LibreOffice shows: another program's word for it."""

import csv
import shutil
import subprocess
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter

from xlreport.model.number_format.formatted_number import shown_number

FORMATS: tuple[str, ...] = (
    "General", "0", "0.0", "0.00", "0.000", "#", "#.##", "0.##", "#,##0", "#,##0.00", "#,##0.##", "?0.0?", "000", "00000",
    "0.00_ ", "0.00_);(0.00)", "0.00_);[Red](0.00)", "0.00;[Red]0.00", "#,##0;-#,##0", "#,##0;[Red]-#,##0",
    "0%", "0.0%", "0.00%", "0.0%;[Red]-0.0%", "0.0\\%", '0.0"%"', "0.0!%", '0.0"‰"', "0.0‰", '0"万户"', '0"万"', '0.0"万人"',
    '0.0"亿元"', '0"户"', '"约"0', '"共"0"个"', '"下降"0.0"%"', '"下降"0.0"%";"上升"0.0"%"', '"增长"0.0"%";"下降"0.0"%";"持平"',
    '0.0"倍"', '0.0"个百分点"', "0万", "0.0亿元", '"US$"#,##0.00', "[$¥-804]#,##0.00", '"¥"#,##0.00', "[$€-407]#,##0.00",
    "[$-804]0.0", "[$$-409]#,##0.00", "￥#,##0.00", "0,", "#,##0,", "#,##0.0,", "#,##0.0,,", "0.00,,,", '0.0,"千"', "0!.0,",
    '0"."0,', '0"."0,"万元"', '0!.0,"万"', "0\\.0,", '0.0,,"百万"', "0.00E+00", "0.0E+0", "##0.0E+0", "0E+00", "0.00E-00",
    "# ?/?", "# ??/??", "# ?/2", "# ?/4", "# ?/8", "# ??/16", "?/?", "# ???/???", "h:mm", "hh:mm", "h:mm:ss", "[h]:mm",
    "[h]:mm:ss", "[mm]:ss", "mm:ss", "yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "yyyy/m/d h:mm", "m/d", "yy-mm-dd",
    'm"月"d"日"', "yyyymmdd", 'h"时"mm"分"', "aaaa", '[>100]0"大";0"小"', '[>=1000]0.0,"千";0', '[<0]"负"0;0', '[=0]"无";0.0',
    '[>0]"增"0.0;[<0]"减"0.0;"平"', "[<1]0.00%;0.0", "[Red]0.0", "[红色]0.0", "[蓝色][>10]0.0;0.0", "[Color 3]0.0", "[Color10]0.0",
    "0;-0;;@", "0.0;-0.0;", ";;;", "0;;", ';;"零"', '0.0;(0.0);"-"', '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "@", "000-0000", "000\\-00000000",
    "0 0 0", '00":"00', '"第"0"名"', "(0.0)", "+0.0;-0.0;0.0", "-0.0", "0.0-", "0.0 ", "$0.00", "0/100", "0'0", '##" "##0',
    "0.0.0", '0.0" m²"', '0.0"km"', 'General"户"', '"计"General', "General;-General", 'General" 万";"负"General', "0.0_m", "*-0.0",
    "0* ", "#,##0.00_);[Red](#,##0.00)", '"<"0', '"≥"0.0', '0"+"', '0"人次"', '0.0%" 左右"', "%0", "0.0%%", '#"万"####', '0"亿"0000"万"',
)  # fmt: skip
UNITS = (
    "万元", "万人", "人次", "吨", "公里", "km", "m²", "%", "‰", "成", "家", "万吨", "亿千瓦时", "元/人·月", "所", "万亩", "万头(只)", "套",
)  # fmt: skip
WAYS = ("增长", "同比", "约", "减少", "上升", "降低", "回落", "不超过", "达到")
FORMATS += (
    *(f'0"{unit}"' for unit in UNITS if f'0"{unit}"' not in FORMATS), *(f'#,##0.00"{unit}"' for unit in UNITS),
    *(f'"{way}"0.0"%"' for way in WAYS),
    '0.0"%";-0.0"%"', '0.0"%";"("0.0"%)"', "0.00%;[Red]-0.00%", "0.0%;(0.0%)", '"+"0.0%;"-"0.0%;0.0%', "+0.0;-0.0;0", '0.0"↑";0.0"↓"',
    '"↑"0.0%;"↓"0.0%;"→"0.0%', "[Blue]0.0;[Red]-0.0;[Green]0", "[Black]#,##0", "[Yellow]0.00", "[Cyan]0", "[color 12]0.00",
    '[>=10000]0.00,"千";0.00', '[>=1000000]0.0,,"百万";[>=1000]0.0,"千";0', '[<1000]0;[<1000000]0.0,"K";0.0,,"M"', '[=1]"是";[=0]"否";General',
    "[>=0]0.0;-0.0", "[<100]0.00;[<1000]0.0;0", '[<>0]0;"零"', "#,##0_);(#,##0)", "#,##0_);[Red](#,##0)", "#,##0.00_);(#,##0.00)",
    '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)', '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '_ [$￥-804]* #,##0.00_ ;_ [$￥-804]* -#,##0.00_ ;_ [$￥-804]* "-"??_ ;_ @_ ', '"￥"#,##0;"￥"-#,##0', "[$£-809]#,##0.00",
    "[$HK$-C04]#,##0.00", "[$USD] #,##0", "[$-F800]0", "[$-409]0.00", "[$-804]#,##0", "[$CNY]0.00", "0000", "0000000000", "0.0000", "0.00000",
    "#.0", "#.#", ".00", ".##", "#.##%", "#%", "##0", "###", "# ##0", "#,###", "#,###.#", "#,#", "0,0", "0,000", "0,0.0", "#,##0.0#", "0.0##",
    "0.?", "?", "??0", "???.??", "0.0?", "?.?", "0.0E+00", "0.000E+00", "#.##E+0", "00.0E+00", "###0.0E+00", "0E0", "0E-0", "#E+0",
    "#,##0,,", "0.0,", "0.00,", "0,,", "#,", "#,,", '0.0,,"百万元"', '0.00,"千元"', '"约"0,"千"', "0,.0", "#,##0.,", "0/?", "?/8", "# ?/10",
    "# ??/100", "0 0/0", "#\\ ?/?", "00000\\-0000", "(000) 000\\-0000", "000\\.000", "0\\:00", "00\\:00", "0\\%", "\\+0", "\\(0\\)", "\\-0",
    '0\\ "户"', '"a"', '"0"0', '0"0"', '"1"0', '0"."0', '0"/"0', '"（"0"）"', '"【"0.0"】"', '"No."0', '"#"0', '"("0")"', '0"…"', '0"（初步）"',
    "0;0", "0.0;0.0", '0.0;"负"0.0', "0;;0", "0;-0;", '0;-0;"";@', '0.0;-0.0;"—"', '#,##0;-#,##0;"-"', "#;-#;0", '0;"-"0', "#;#;#",
    'General" 户"', '"计 "General', "General%", "General;[Red]-General", "General;General", '@"户"', "0;0;0;@", 'General"%"', '"约"General',
    "$#,##0", "$#,##0.00", "€0.00", "£0.00", "￥0.00", "元0", "0元", "0.00元", "0万元", "0 万", "0.0 亿元", "0℃", "0㎡", "0м", "0°", "0$", "0¥",
    "0!", "0~", "0^", "0&", "0=", "0{", "0<", "0>", "0'", "0:", "0-", "+0", "-0", "(0)", "0/", "/0",
)  # fmt: skip
NUMBERS = ("5", "0", "-3.2", "12345", "0.0430555555", "0.543", "1234567.891", "44012.75", "-0.004")
SEPARATED, QUOTED, UNICODE = "44", "34", "76"
SHOWN = f"csv:Text - txt - csv (StarCalc):{SEPARATED},{QUOTED},{UNICODE},1,,2052,true,true"
ALLOWED = {
    **dict.fromkeys(("0.0!%", "0!.0,", '0!.0,"万"'), "East Asian versions of Excel, and WPS, escape by !"),
    **dict.fromkeys(("# ?/2", "# ?/10"), "halves between two fractions; a fraction is asked back"),
    **dict.fromkeys(("#.##E+0", "#E+0"), "a nought in front of the power of nought; either is 0"),
    **dict.fromkeys(("0,.0", "#,##0.,"), "LibreOffice takes no comma beside the point; it scales in Excel"),
    **dict.fromkeys(("h:mm", "hh:mm", "h:mm:ss", "mm:ss", 'h"时"mm"分"'), "Excel rounds seconds, and shows 1:02; asked back"),
    **dict.fromkeys(("[h]:mm", "[h]:mm:ss", "[mm]:ss"), "more hours than LibreOffice shows; asked back"),
    **dict.fromkeys(("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "yyyy/m/d h:mm", "m/d", "yy-mm-dd", 'm"月"d"日"', "yyyymmdd"),
                    "Excel counts a 29 February 1900; a day is no figure"),
}  # fmt: skip
"""Where LibreOffice shows another text, and why that is no fault of ours."""

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Each format's row with each number's text, as LibreOffice shows it."""
    folder = tmp_path_factory.mktemp("formats")
    path = folder / "formats.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(FORMATS):
            look = book.add_format({"num_format": code})
            for column, number in enumerate(NUMBERS):
                sheet.write_number(row, column, float(number), look)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", SHOWN, "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return list(csv.reader(StringIO(Path(folder / "formats.csv").read_text(encoding="utf-8"))))


def bare(text: str) -> str:
    """A text without its spaces: fillers are as wide as the column."""
    return "".join(text.split())


def test_it_shows_what_libreoffice_shows(office: list[list[str]]) -> None:
    """Every format and number: the same text, or none, which is asked back."""
    assert len(FORMATS) == len(set(FORMATS)) >= 340
    other, asked = {}, 0
    for code, row in zip(FORMATS, office, strict=True):
        for number, theirs in zip(NUMBERS, row, strict=True):
            ours = shown_number(code, Decimal(number))
            asked += ours is None
            if ours is not None and bare(ours) != bare(theirs):
                other[code, number] = (ours, theirs)
    assert {key: pair for key, pair in other.items() if key[0] not in ALLOWED} == {}
    assert asked < len(FORMATS) * len(NUMBERS) / 5
