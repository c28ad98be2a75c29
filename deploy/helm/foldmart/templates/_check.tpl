{{/* What the schema of the values cannot say in words. */}}
{{- define "foldmart.check" -}}
{{- $values := .Values -}}
{{- include "foldmart.checkSecrets" (list "settings" $values.settings) -}}
{{- include "foldmart.checkSecrets" (list "setup.settings" $values.setup.settings) -}}
{{- if not (has (toString $values.settings.QUEUE_TYPE) (list "kafka" "redis")) -}}
{{- fail (printf "settings.QUEUE_TYPE is %q: processes of a cluster share events by kafka or redis" (toString $values.settings.QUEUE_TYPE)) -}}
{{- end -}}
{{- if not (has (toString $values.settings.DB_TYPE) (list "postgres" "local")) -}}
{{- fail (printf "settings.DB_TYPE is %q: processes of a cluster share a postgres database" (toString $values.settings.DB_TYPE)) -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (eq $values.settings.QUEUE_TYPE "redis") (not $values.autoscaling.prometheus.serverAddress) -}}
{{- fail "autoscaling on Redis needs autoscaling.prometheus.serverAddress, such as http://prometheus.monitoring:9090: KEDA cannot read the lag from Redis itself" -}}
{{- end -}}
{{- $roles := include "foldmart.roles" . | fromYaml -}}
{{- if not $roles -}}
{{- fail "no role is switched on: set shop.enabled, or describe the roles of your domain in roles" -}}
{{- end -}}
{{- range $name, $role := $roles -}}
{{- include "foldmart.checkRole" (list $values $name $role) -}}
{{- end -}}
{{- end -}}

{{- define "foldmart.checkRole" -}}
{{- $values := index . 0 -}}
{{- $name := index . 1 -}}
{{- $role := index . 2 -}}
{{- if not $role.args -}}
{{- fail (printf "role %s has no args: write the command of foldmart that it runs, such as [start, --roles, consumers]" $name) -}}
{{- end -}}
{{- include "foldmart.checkSecrets" (list (printf "role %s: settings" $name) (dig "settings" dict $role)) -}}
{{- if and $role.single (gt (dig "replicas" 1 $role | int) 1) -}}
{{- fail (printf "role %s has %v replicas, but only one process may run it (single)" $name $role.replicas) -}}
{{- end -}}
{{- with $role.scale -}}
{{- if and (not $values.autoscaling.enabled) (gt (dig "replicas" 1 $role | int) (int .partitions)) -}}
{{- fail (printf "role %s has %v replicas, but topic %s has %v partitions: the others would stand by; raise scale.partitions after foldmart topics alter" $name $role.replicas .topic .partitions) -}}
{{- end -}}
{{- if gt (dig "minReplicas" 1 . | int) (int .partitions) -}}
{{- fail (printf "role %s: scale.minReplicas is above the %v partitions of topic %s" $name .partitions .topic) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Values of a release are kept in the cluster and in files, so no password may stand there. */}}
{{- define "foldmart.checkSecrets" -}}
{{- $where := index . 0 -}}
{{- range $name, $value := index . 1 -}}
{{- if or (regexMatch "(PASSWORD|SECRET|TOKEN)$" $name) (has $name (list "DATABASE_URL" "REDIS_URL")) -}}
{{- fail (printf "%s.%s is a secret: put it into a Secret, and name that in secretSettings.%s" $where $name $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
