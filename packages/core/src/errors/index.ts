export {
  isNotFoundError,
  isValidationError,
  isVersionConflictError,
  NotFoundError,
  ValidationError,
  VersionConflictError,
  type ValidationIssue,
} from './domain-errors.js';
export {
  isPortError,
  isRetryableError,
  PortError,
  type PortErrorCode,
  type PortErrorDetails,
  type PortErrorReason,
  type PortName,
} from './port-error.js';
