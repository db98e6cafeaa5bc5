/** Statutory holidays and make-up days of one year; days are `MM-DD`, spans inclusive. */
export interface HolidayYear {
  readonly year: number
  /** The notice that it was taken from. */
  readonly provenance: string
  readonly off: readonly (readonly [from: string, to: string])[]
  /** 调休: weekend days on which people work. */
  readonly work: readonly string[]
}

/**
 * 节假日安排 as the State Council's office published it; a new year is one entry more. Days of a year not in here
 * follow {@link fixedHolidays} and the weekend, and are reported as not yet known.
 */
export const holidayYears: readonly HolidayYear[] = [
  {
    year: 2025,
    provenance: '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）',
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    work: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  {
    year: 2026,
    provenance: '国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）',
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    work: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
]

/** Holidays that the law puts on fixed days of the solar calendar (全国年节及纪念日放假办法, 2024 修订). */
export const fixedHolidays: readonly string[] = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
