/** 好差评. */
export const review = {
  title: '给这次办理评个价',
  /** 殡仪馆: nobody is asked for a mark there; whoever wants to say something may. */
  quietTitle: '这次办理，有什么想说的吗',
  quietLead: '想说就点一个；不想说，点“不评价”就行。',
  lead: '请申请人本人点。评价直接记下，不影响办理。',
  leadAlone: '点一个就行。不评也可以，不影响办理。',
  turn: '请把屏幕转向申请人，由申请人自己点。',
  pad: '也可以按评价器上的键。',
  decline: '不评价',
  why: '为什么？可以点几个，也可以不点。',
  chosen: '您评的是：{level}',
  send: '交评价',
  again: '重新选',
  thanks: '评价记下了，谢谢您。',
  declined: '好的，这次不评价。',
  already: '这件事已经评过了。',
  back: '回到回执',
  ask: '请申请人评价',
  missing: '没有找到这份收件',
  loading: '请稍等',
  failed: '评价没有记下。收件不受影响，可以再交一次。',
} as const
