import { describe, expect, it } from 'vitest'
import { OperatorSession } from './operator-session.ts'

const clerk = { id: '1001', name: '演示员', role: 'clerk' } as const

describe('a session', () => {
  it('is nobody’s before anybody has signed in, and after it was ended', () => {
    const session = new OperatorSession()
    expect(() => session.demandOperator()).toThrow('nobody is signed in')
    session.begin(clerk, session.showing)
    expect(session.demandOperator()).toEqual(clerk)
    session.end()
    expect(() => session.demandOperator()).toThrow('nobody is signed in')
  })

  it('does not begin when the page was loaded anew while the password was checked', () => {
    const session = new OperatorSession()
    const { showing } = session
    session.end()
    expect(() => session.begin(clerk, showing)).toThrow('another one')
    expect(() => session.demandOperator()).toThrow('nobody is signed in')
  })

  it('tells a clerk from a technician', () => {
    const session = new OperatorSession()
    session.begin(clerk, session.showing)
    expect(() => session.demandRight('technical')).toThrow('the role clerk has not the right technical')
    session.begin({ ...clerk, role: 'technician' }, session.showing)
    expect(session.demandRight('technical')).toMatchObject({ role: 'technician' })
    expect(() => session.demandRight('intake')).toThrow('the role technician has not the right intake')
  })
})
