/** The door of cloud: Entra sign-in, Resource Manager, Device Provisioning Service, IoT Hub. */
export { CLOUD_RESOURCES, NATIONAL_CLOUDS } from './model.ts';
export type { CloudErrorCode } from './errors.ts';
export type {
  AllocationPolicy,
  CloudAccount,
  CloudProblem,
  CloudResource,
  CloudRoute,
  CloudSettings,
  Enrollment,
  EnrollmentRequest,
  HubDevice,
  IpFilterRule,
  LinkedHub,
  NationalCloud,
  ProvisioningService,
  ProvisioningStatus,
  RegistrationState,
  RegistrationStatus,
  Subscription,
  TokenResource,
} from './model.ts';

// settings
export { endpointsOf, isCloudHost } from './settings/endpoints.ts';
export type { CloudEndpoints } from './settings/endpoints.ts';
export { checkSettings } from './settings/check-settings.ts';
export { checkProxyAddress } from './settings/proxy-address.ts';
export { readSiteConfig } from './settings/site-config.ts';
export type { SiteConfig } from './settings/site-config.ts';
export { testSetup } from './setup/test-setup.ts';
export type { SetupResult, SetupStep, SetupSubject } from './setup/test-setup.ts';
// sign-in
export { tokensOf } from './sign-in/sign-in.ts';
export type { SignIn, SignInWay, TokenSource } from './sign-in/sign-in.ts';
export { entraSignIn } from './sign-in/entra-sign-in.ts';
export type { EntraTools } from './sign-in/entra-sign-in.ts';
export { emulatorSignIn } from './sign-in/emulator-sign-in.ts';
export type { EmulatorSignInTools } from './sign-in/emulator-sign-in.ts';
export { answerSignIn } from './sign-in/answer-sign-in.ts';
// transport
export { createCloudHttp } from './http/cloud-http.ts';
export type { CloudAnswer, CloudHttp, CloudHttpTools, CloudRequest } from './http/cloud-http.ts';
export { OperationPace } from './http/operation-pace.ts';
export type { OperationPaceOptions, PaceWait } from './http/operation-pace.ts';
export { probeRoutes } from './http/probe-routes.ts';
export type { RouteFound, RouteProbe, RouteTry } from './http/probe-routes.ts';
export { findProxy } from './http/find-proxy.ts';
// services
export { ArmClient } from './arm/arm-client.ts';
export type { ArmClientOptions } from './arm/arm-client.ts';
export { DpsClient } from './dps/dps-client.ts';
export type { BulkOutcome, DpsClientOptions, EnrollmentPage } from './dps/dps-client.ts';
export { HubClient } from './hub/hub-client.ts';
export type { HubClientOptions } from './hub/hub-client.ts';
// enrolling
export { EnrolJob } from './enrol/job.ts';
export type { EnrolJobOptions, EnrolJobSnapshot, EnrolJobState, JobSummary } from './enrol/job.ts';
export type { EnrolJobRow } from './enrol/job-book.ts';
export type { JobChange, JobHeader, JobJournal, JournalState } from './enrol/journal.ts';
export { previewEnrolment } from './enrol/preview.ts';
export type { EnrolPreview, PreviewOptions } from './enrol/preview.ts';
export type { EnrolPreviewRow, EnrolPreviewState } from './enrol/preview-rows.ts';
export { buildRequest, checkChoices } from './enrol/request.ts';
export type { DemoRule, EnrolItem, EnrolmentChoices, EnrolmentClient, LoadedEntry } from './enrol/item.ts';
export { holdsCertificate } from './enrol/compare.ts';
export { refuseGroup } from './enrol/group.ts';
export type { GroupSigner } from './enrol/group.ts';
export { isSettled, nextLookMs } from './enrol/watch.ts';
export type { Look } from './enrol/watch.ts';
// the shared store
export { SharedStore } from './store/shared-store.ts';
export type { SharedFile, SharedRecord } from './store/shared-store.ts';
export { testStore } from './store/test-store.ts';
export { checkStorePlace } from './store/place.ts';
export type { StorePlace, StoreSide } from './store/place.ts';
export type { StoreTools } from './store/transport.ts';
export type { ClaimEnd, UnitClaim } from './store/claim.ts';
export type { UnitSighting } from './store/sighting.ts';
export type { StoreFileKind, UnitKind } from './store/names.ts';
