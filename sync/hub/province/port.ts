import type { ProvinceProblem, ReportKind } from '#sync/api'
import type { CaseResult, CaseStatus, Department, Matter, Satisfaction, Theme } from '#sync/model'

/** 申请人 as the form names them; an empty text where it asked for no such thing. */
export interface ProvinceApplicant {
  readonly kind: 'person' | 'organisation'
  readonly name: string
  /** GA/T 2000.156, as the form holds it; empty for an organisation. */
  readonly idType: string
  /** 证件号码 or 统一社会信用代码. */
  readonly idNumber: string
  readonly address: string
}

/** How one material of the case was met. */
export interface ProvinceMaterial {
  readonly materialId: string
  readonly name: string
  readonly status: 'attached' | 'deferred' | 'held' | 'generated' | 'committed' | 'absent'
  /** Files, where it was scanned or photographed. */
  readonly files: number
}

/** 办件: what the case is, the same in each of its reports. */
export interface ProvinceProject {
  readonly caseId: string
  /** 办件编号. */
  readonly caseNumber: string
  /** 统一受理编号 of the intake. */
  readonly provinceNumber: string
  /** 收件号, the terminal's own. */
  readonly receiptNumber: string
  readonly theme: Theme
  readonly matter: Matter
  readonly department: Department
  readonly applicant: ProvinceApplicant
  readonly materials: readonly ProvinceMaterial[]
  /** Instants, ISO 8601. */
  readonly submittedAt: string
  /** When the department accepted it; null before that. */
  readonly acceptedAt: string | null
}

/** 特别程序, from its beginning. */
export interface SpecialProcedure {
  /** Names it: that of the event it began with. */
  readonly procedureId: string
  readonly beganAt: string
  readonly reason: string
  /** Null while it runs. */
  readonly endedAt: string | null
}

/**
 * 上报: one step of one case. The same step is the same report, with the same content, however often it is sent, whatever
 * happened meanwhile, and also from a hub that was restored.
 */
export interface ProvinceReport {
  readonly reportId: string
  readonly kind: ReportKind
  /** Where the case stands after it. */
  readonly status: CaseStatus
  /** ISO 8601. */
  readonly at: string
  /** Names the step itself: the event of the feed, or the review. */
  readonly stepId: string
  readonly project: ProvinceProject
  /** 办理意见, or what a correction is asked for; empty where nobody said anything. */
  readonly opinion: string
  /** The procedure that this step begins or ends. */
  readonly procedure: SpecialProcedure | null
  /** How the case ended, as it stood at this step; null before that, and where the department did not say how. */
  readonly result: CaseResult | null
  /** When it ended. */
  readonly endedAt: string | null
  /** 好差评 of the case, where one had been told by this step; the visit as a whole has none here. */
  readonly satisfaction: Satisfaction | null
}

/**
 * What became of a report. `retry`: nothing is wrong with it, `platform` where nothing else would fare better now. `park`: the
 * connection must be mended, everything waits. `refused`: this one becomes a person's task, and holds up its own case only.
 */
export type ProvinceOutcome =
  | { readonly kind: 'taken'; readonly number: string | null }
  | {
      readonly kind: 'retry'
      readonly scope: 'report' | 'platform'
      readonly problem: ProvinceProblem
      /** Not before this many milliseconds, where the platform said so. */
      readonly afterMs?: number
    }
  | { readonly kind: 'park'; readonly problem: ProvinceProblem }
  | {
      readonly kind: 'refused'
      readonly problem: ProvinceProblem
      /** The platform's code, or the field that we have nothing for; no text, which might name somebody. */
      readonly reason: string | null
    }

/**
 * 省级平台: the seam where a province's own interface takes its place. An implementation maps a report to the platform's messages,
 * sends them, and answers only what it was told; it keeps nothing and tries nothing again.
 */
export interface ProvincePlatform {
  /** Never throws for what the platform does. It has an end: see the line's lease. */
  deliver(report: ProvinceReport): Promise<ProvinceOutcome>
  /** The longest that {@link deliver} takes, in milliseconds. */
  readonly deadlineMs: number
}
