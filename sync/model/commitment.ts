/** What a written commitment stands for, and who gives it. */
export interface CommitmentFacts {
  /** Name of the paper that it takes the place of. */
  readonly paper: string
  /** What that paper would have shown. */
  readonly why: string
  /** Names of the matters that it is given for. */
  readonly matters: readonly string[]
  readonly by: string
  /** When it is given, in words. */
  readonly on: string
}

/** Heading of a commitment: each stands by itself, so that it can be read and relied on by itself. */
export function commitmentHeading(paper: string): string {
  return `告知承诺书（${paper}）`
}

/**
 * 告知承诺书: for which matter and paper, what is promised, what follows if it is not true, by whom, and when. The four
 * statements are those that 国办发〔2020〕42号 asks for: informed, conditions met, liable, meant in earnest.
 */
export function commitmentLines({ paper, why, matters, by, on }: CommitmentFacts): readonly string[] {
  return [
    `承诺事项：${matters.join('、')}`,
    `代替的材料：${paper}（${why.replace(/。$/, '')}）`,
    '承诺内容：本人已经知晓部门告知的全部内容；本人符合办理条件，上述材料要证明的情况属实；部门核查时本人予以配合，愿意承担不实承诺的法律责任；本承诺是本人真实的意思表示。',
    '不实的后果：承诺不实的，部门可以撤销办理结果，依法给予行政处罚，并记入信用记录；造成损失的依法赔偿，构成犯罪的依法追究刑事责任。',
    `承诺人：${by}`,
    `承诺日期：${on}`,
  ]
}
