import { listenForCodes } from './code.ts'
import type { Command } from './command.ts'
import { printDocument, readDocumentPrinter } from './document.ts'
import { readIdCard, readReaderInfo } from './id-card.ts'
import { list } from './list.ts'
import { probeLine } from './probe.ts'
import { printFile, printTest, readPrinterStatus, recoverPrinter } from './printer.ts'
import { setLight } from './light.ts'
import { askReview } from './review.ts'
import { scan } from './scan.ts'
import { readSmartCard } from './smart-card.ts'

export type { Options, Report } from './command.ts'

/** Every command by its words. */
export const commands: Readonly<Record<string, Command>> = {
  list,
  probe: probeLine,
  'id-card read': readIdCard,
  'id-card info': readReaderInfo,
  'printer status': readPrinterStatus,
  'printer test': printTest,
  'printer receipt': printFile,
  'printer recover': recoverPrinter,
  scan,
  'document status': readDocumentPrinter,
  'document print': printDocument,
  'review ask': askReview,
  'light set': setLight,
  'code listen': listenForCodes,
  'smart-card read': readSmartCard,
}
