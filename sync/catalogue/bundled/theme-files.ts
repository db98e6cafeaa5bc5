import type { SourceFile } from '../load-catalogue.ts'
import birth from '../themes/01-birth.yaml'
import schoolEnrolment from '../themes/02-school-enrolment.yaml'
import certificates from '../themes/03-certificates.yaml'
import employment from '../themes/04-employment.yaml'
import realEstate from '../themes/05-real-estate.yaml'
import marriage from '../themes/06-marriage.yaml'
import socialInsurance from '../themes/07-social-insurance.yaml'
import medicalCare from '../themes/08-medical-care.yaml'
import specialGroups from '../themes/09-special-groups.yaml'
import retirement from '../themes/10-retirement.yaml'
import afterDeath from '../themes/11-after-death.yaml'
import enterpriseStart from '../themes/12-enterprise-start.yaml'
import enterpriseChange from '../themes/13-enterprise-change.yaml'
import enterpriseHiring from '../themes/14-enterprise-hiring.yaml'
import employeeProtection from '../themes/15-employee-protection.yaml'
import taxation from '../themes/16-taxation.yaml'
import policyBenefits from '../themes/17-policy-benefits.yaml'
import financing from '../themes/18-financing.yaml'
import enterpriseClosing from '../themes/19-enterprise-closing.yaml'
import bidding from '../themes/20-bidding.yaml'
import landApproval from '../themes/21-land-approval.yaml'
import drawingReview from '../themes/22-drawing-review.yaml'
import constructionPermit from '../themes/23-construction-permit.yaml'
import jointAcceptance from '../themes/24-joint-acceptance.yaml'
import utilities from '../themes/25-utilities.yaml'
import projectOpening from '../themes/26a-project-opening.yaml'
import businessOpening from '../themes/26b-business-opening.yaml'

/** The theme files in the plan's order. A new file gets a line here. */
export const themeFiles: readonly SourceFile[] = [
  { file: 'themes/01-birth.yaml', data: birth },
  { file: 'themes/02-school-enrolment.yaml', data: schoolEnrolment },
  { file: 'themes/03-certificates.yaml', data: certificates },
  { file: 'themes/04-employment.yaml', data: employment },
  { file: 'themes/05-real-estate.yaml', data: realEstate },
  { file: 'themes/06-marriage.yaml', data: marriage },
  { file: 'themes/07-social-insurance.yaml', data: socialInsurance },
  { file: 'themes/08-medical-care.yaml', data: medicalCare },
  { file: 'themes/09-special-groups.yaml', data: specialGroups },
  { file: 'themes/10-retirement.yaml', data: retirement },
  { file: 'themes/11-after-death.yaml', data: afterDeath },
  { file: 'themes/12-enterprise-start.yaml', data: enterpriseStart },
  { file: 'themes/13-enterprise-change.yaml', data: enterpriseChange },
  { file: 'themes/14-enterprise-hiring.yaml', data: enterpriseHiring },
  { file: 'themes/15-employee-protection.yaml', data: employeeProtection },
  { file: 'themes/16-taxation.yaml', data: taxation },
  { file: 'themes/17-policy-benefits.yaml', data: policyBenefits },
  { file: 'themes/18-financing.yaml', data: financing },
  { file: 'themes/19-enterprise-closing.yaml', data: enterpriseClosing },
  { file: 'themes/20-bidding.yaml', data: bidding },
  { file: 'themes/21-land-approval.yaml', data: landApproval },
  { file: 'themes/22-drawing-review.yaml', data: drawingReview },
  { file: 'themes/23-construction-permit.yaml', data: constructionPermit },
  { file: 'themes/24-joint-acceptance.yaml', data: jointAcceptance },
  { file: 'themes/25-utilities.yaml', data: utilities },
  { file: 'themes/26a-project-opening.yaml', data: projectOpening },
  { file: 'themes/26b-business-opening.yaml', data: businessOpening },
]
