/** The shop's grades, the lowest first. */
export const customerGrades: readonly string[] = ['BRONZE', 'SILVER', 'GOLD', 'VIP'];

/** Whether `grade` is `minimum` or higher. An unknown or missing grade is below all others. */
export function reachesGrade(grade: string | undefined, minimum: string): boolean {
  return grade !== undefined && rank(grade) >= Math.max(0, rank(minimum));
}

function rank(grade: string): number {
  return customerGrades.indexOf(grade);
}

/** The shop's name for a user of the coupon rush: 16 is `u_16`. */
export function shopUserId(userId: number): string {
  return `u_${String(userId)}`;
}
