"""The first import of the working-day calendar, from the `chinese_calendar` package (rulebook 2.6).

The table in the database is what counts; this is only where its first rows come from. Rows are given by date, not by
notice: the make-up day 2018-12-29 was ordered by the notice for 2019 and is returned with 2018.
"""

from collections.abc import Iterable
from datetime import date

from chinese_calendar.constants import Holiday, holidays, workdays

FIRST_YEAR, LAST_YEAR = 2018, 2026

# The notices of the General Office of the State Council; where one was changed during the year, the change follows it.
NOTICES: dict[int, str] = {
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}

_NAMES: dict[Holiday, str] = {
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.mid_autumn_festival: "中秋节",
}


def initial_days(years: Iterable[int] = range(FIRST_YEAR, LAST_YEAR + 1)) -> list[tuple[date, bool, str]]:
    """Return (day, is_workday, name) for every holiday and every make-up workday of the years, in order.

    Holidays that fall on a weekend are included, for their names; make-up workdays are named “国庆节调休上班”.

    :raises ValueError: for a year that the package does not know; it is never guessed.
    """
    wanted = set(years)
    unknown = sorted(year for year in wanted if not any(day.year == year for day in holidays))
    if unknown:
        raise ValueError(f"no published holidays known for {unknown}")
    rows = [(day, False, _name(name)) for day, name in holidays.items() if day.year in wanted]
    rows += [(day, True, f"{_name(name)}调休上班") for day, name in workdays.items() if day.year in wanted]
    return sorted(rows)


def _name(english: str) -> str:
    holiday = Holiday(english)
    return _NAMES.get(holiday, str(holiday.chinese))
