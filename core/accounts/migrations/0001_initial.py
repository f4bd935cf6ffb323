import core.accounts.models
import core.base.clock
import django.db.models.deletion
import django.db.models.functions.text
import guardian.mixins
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('affiliation', models.CharField(choices=[('official', 'State body'), ('company', 'Company')], default='official', max_length=10)),
                ('name_uk', models.CharField(max_length=150)),
                ('name_en', models.CharField(max_length=150)),
                ('title_uk', models.CharField(blank=True, max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('en', 'English')], default='uk', max_length=2)),
                ('theme', models.CharField(choices=[('system', 'As on this device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6)),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.department')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'), models.CheckConstraint(condition=models.Q(('affiliation__in', ['official', 'company'])), name='user_affiliation'), models.CheckConstraint(condition=models.Q(('language__in', ['uk', 'en'])), name='user_language'), models.CheckConstraint(condition=models.Q(('theme__in', ['system', 'light', 'dark'])), name='user_theme'), models.CheckConstraint(condition=models.Q(('affiliation', 'official'), models.Q(('department__isnull', True), ('is_staff', False), ('is_superuser', False)), _connector='OR'), name='user_company_person_holds_no_office')],
            },
            bases=(guardian.mixins.GuardianUserMixin, models.Model),
            managers=[
                ('objects', core.accounts.models.UserManager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='keep_affiliation', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."affiliation" IS DISTINCT FROM (OLD."affiliation"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='482420d73bc238f6b17a398b814a89fc070b2a9a', operation='UPDATE', pgid='pgtrigger_keep_affiliation_f870f', table='accounts_user', when='BEFORE')),
        ),
    ]
