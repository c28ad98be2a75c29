export { dashboard } from './dashboard.js';
export { dashboardOptionsSchema, type DashboardOptions } from './options.js';
export { serveDashboard, type DashboardAddress, type RunningDashboard } from './serve-dashboard.js';
