import { again, final } from './facts.ts'

/** 文档扫描仪. */
export const documentScanner = {
  'scan.busy': again,
  'scan.jammed': again,
  'scan.no-documents': again,
  'scan.cover-open': again,
  'scan.io': again,
  'scan.no-memory': again,
  'scan.access-denied': final,
  /** The scanner does not know this source, mode or resolution. */
  'scan.unsupported-option': final,
  /** SANE finds no scanner of that name. */
  'scan.device-not-found': again,
  /** `scanimage` is not installed. */
  'scan.program-missing': final,
  /** What came back is no picture. */
  'scan.invalid-image': again,
} as const
